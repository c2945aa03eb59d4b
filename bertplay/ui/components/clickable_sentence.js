// The sentence as buttons. Text arrives as data and leaves as textContent: nothing typed ever becomes an element.
//
// A click is shown at once and then told to the page, as the whole set of hidden words: two quick clicks cannot
// lose one another. `turn` counts the clicks, so that an answer to an older click does not undo a newer one.

const MASK = "[MASK]"

function button({ word }, press) {
  const element = document.createElement("button")
  element.type = "button"
  element.className = "word"
  element.dataset.index = word
  element.addEventListener("click", () => press(word))
  return element
}

function plainText(token) {
  const span = document.createElement("span")
  span.className = token.mask ? "typed" : "gap"
  span.textContent = token.mask ? MASK : token.text
  return span
}

// A word and the full stop after it stay on one line, which two elements would not do by themselves.
function together(element, after) {
  const span = document.createElement("span")
  span.className = "together"
  span.append(element, after)
  return span
}

function build(box, tokens, press) {
  const elements = []
  tokens.forEach((token, place) => {
    const isWord = token.word !== null && !token.mask
    const element = isWord ? button(token, press) : plainText(token)
    const before = tokens[place - 1]
    const clings = token.word === null && before !== undefined && before.text.length <= 30 && /^\S{1,3}(\s|$)/.test(token.text)
    if (!clings) return elements.push(element)
    const [mark] = token.text.match(/^\S+/)
    elements.push(together(elements.pop(), plainText({ text: mark })), plainText({ text: token.text.slice(mark.length) }))
  })
  box.replaceChildren(...elements)
}

function paint(box, tokens, hidden, told) {
  const words = new Map(tokens.filter(({ word }) => word !== null).map(({ text, word }) => [word, text]))
  for (const element of box.querySelectorAll("button")) {
    const index = Number(element.dataset.index)
    const isHidden = hidden.has(index)
    element.textContent = isHidden ? MASK : words.get(index)
    element.setAttribute("aria-pressed", String(isHidden))
    element.title = isHidden ? told.show : told.hide
  }
}

export default function ({ parentElement, data, setStateValue }) {
  const box = parentElement.querySelector(".sentence")
  box.setAttribute("aria-label", data.words.all)
  const state = (box.bertplay ??= { turn: 0, hidden: new Set(), shape: "" })
  const shape = JSON.stringify(data.tokens)
  const isNewSentence = shape !== state.shape
  if (isNewSentence || data.turn >= state.turn) {
    state.hidden = new Set(data.hidden)
    state.turn = Math.max(data.turn, state.turn)
  }
  if (isNewSentence) {
    state.shape = shape
    build(box, data.tokens, (index) => {
      if (!state.hidden.delete(index)) state.hidden.add(index)
      state.turn += 1
      paint(box, data.tokens, state.hidden, data.words)
      setStateValue("chosen", { hidden: [...state.hidden].sort((a, b) => a - b), turn: state.turn, shape: data.shape })
    })
  }
  paint(box, data.tokens, state.hidden, data.words)
}
