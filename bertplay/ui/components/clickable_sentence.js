// The sentence as buttons. Text arrives as data and leaves as textContent: nothing typed ever becomes an element.
//
// A click is shown at once and then told to the page, as the whole set of hidden words: two quick clicks cannot
// lose one another. `turn` counts the clicks, so that an answer to an older click does not undo a newer one.

const MASK = "[MASK]"
const JOINER = "\u2060" // keeps a full stop on the line of its word

function button(word, index, press) {
  const element = document.createElement("button")
  element.type = "button"
  element.className = "word"
  element.dataset.index = index
  element.addEventListener("click", () => press(index))
  return element
}

function build(box, tokens, press) {
  box.replaceChildren(
    ...tokens.map(({ text, word, mask }) => {
      if (word !== null && !mask) return button(text, word, press)
      const span = document.createElement("span")
      span.className = mask ? "typed" : "gap"
      span.textContent = mask ? MASK : /^\s/.test(text) ? text : JOINER + text
      return span
    }),
  )
}

function paint(box, tokens, hidden) {
  const words = new Map(tokens.filter(({ word }) => word !== null).map(({ text, word }) => [word, text]))
  for (const element of box.querySelectorAll("button")) {
    const index = Number(element.dataset.index)
    const isHidden = hidden.has(index)
    element.textContent = isHidden ? MASK : words.get(index)
    element.setAttribute("aria-pressed", String(isHidden))
    element.title = isHidden ? "Click to show this word again" : "Click to hide this word"
  }
}

export default function ({ parentElement, data, setStateValue }) {
  const box = parentElement.querySelector(".sentence")
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
      paint(box, data.tokens, state.hidden)
      setStateValue("chosen", { hidden: [...state.hidden].sort((a, b) => a - b), turn: state.turn, shape: data.shape })
    })
  }
  paint(box, data.tokens, state.hidden)
}
