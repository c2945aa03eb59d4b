// Text with buttons in it. It arrives as data and leaves as textContent: nothing typed ever becomes an element.
//
// A click is shown at once and then sent to the page, as the whole set of what is on: two quick clicks cannot lose one another.
// `turn` counts the clicks, so that an answer to an older click does not undo a newer one.

function button({ index, label }, press) {
  const element = document.createElement("button")
  element.type = "button"
  element.className = "part"
  element.dataset.index = index
  if (label) element.setAttribute("aria-label", label)
  element.addEventListener("click", () => press(index))
  return element
}

function plain(text, isMarked) {
  const span = document.createElement("span")
  if (isMarked) span.className = "marked"
  span.textContent = text
  return span
}

// A word and the full stop after it stay on one line, which two elements would not do by themselves.
function together(element, mark) {
  const span = document.createElement("span")
  span.className = "together"
  span.append(element, mark)
  return span
}

function build(box, { parts, form }, press) {
  const elements = []
  for (const part of parts) {
    const before = elements.at(-1)
    const mark = form === "words" && part.index === null && !part.isMarked && part.text.match(/^\S{1,3}(?=\s|$)/)
    if (!mark || !before || before.textContent.length > 30) {
      elements.push(part.index === null ? plain(part.text, part.isMarked) : button(part, press))
      continue
    }
    elements.push(together(elements.pop(), plain(mark[0])), plain(part.text.slice(mark[0].length)))
  }
  box.replaceChildren(...elements)
}

function paint(box, { parts, words }, chosen) {
  const texts = new Map(parts.filter(({ index }) => index !== null).map(({ index, text }) => [index, text]))
  for (const element of box.querySelectorAll("button")) {
    const index = Number(element.dataset.index)
    const isOn = chosen.has(index)
    element.textContent = isOn && words.pressed ? words.pressed : texts.get(index)
    element.setAttribute("aria-pressed", String(isOn))
    element.title = isOn ? words.on : words.off
  }
}

export default function ({ parentElement, data, setStateValue }) {
  const box = parentElement.querySelector(".text")
  box.setAttribute("aria-label", data.words.label)
  box.dataset.form = data.form
  box.classList.toggle("large", Boolean(data.isLarge))
  const state = (box.bertplay ??= { turn: 0, chosen: new Set(), shape: "" })
  const isNew = data.shape !== state.shape
  if (isNew || data.turn >= state.turn) {
    state.chosen = new Set(data.chosen)
    state.turn = Math.max(data.turn, state.turn)
  }
  if (isNew) {
    state.shape = data.shape
    build(box, data, (index) => {
      if (data.isSingle) state.chosen = new Set([index])
      else if (!state.chosen.delete(index)) state.chosen.add(index)
      state.turn += 1
      paint(box, data, state.chosen)
      setStateValue("chosen", { chosen: [...state.chosen].sort((a, b) => a - b), turn: state.turn, shape: data.shape })
    })
  }
  paint(box, data, state.chosen)
}
