// A word with a button in every gap between two letters: a click cuts there, another heals it. Text is written with
// textContent only. A click is shown at once and then told to the page, as the whole set of cuts; `turn` counts the
// clicks, so that an answer to an older click does not undo a newer one.

function paint(box, cuts, words) {
  for (const gap of box.querySelectorAll(".gap")) {
    const isCut = cuts.has(Number(gap.dataset.place))
    gap.setAttribute("aria-pressed", String(isCut))
    gap.title = isCut ? words.join : words.cut
  }
}

function build(box, { letters, gaps }, press) {
  const elements = []
  let place = 0
  letters.forEach((letter, index) => {
    if (place > 0) {
      const gap = document.createElement("button")
      gap.type = "button"
      gap.className = "gap"
      const here = place
      gap.dataset.place = here
      gap.setAttribute("aria-label", gaps[index])
      gap.addEventListener("click", () => press(here))
      elements.push(gap)
    }
    const span = document.createElement("span")
    span.className = "letter"
    span.textContent = letter.text
    elements.push(span)
    place = letter.end
  })
  box.replaceChildren(...elements)
}

export default function ({ parentElement, data, setStateValue }) {
  const box = parentElement.querySelector(".word")
  const state = (box.bertplay ??= { turn: 0, cuts: new Set(), shape: "", language: "" })
  box.setAttribute("aria-label", data.words.all)
  const isNewWord = data.shape !== state.shape
  if (isNewWord || data.turn >= state.turn) {
    state.cuts = new Set(data.cuts)
    state.turn = Math.max(data.turn, state.turn)
  }
  if (isNewWord || data.language !== state.language) {
    state.shape = data.shape
    state.language = data.language
    build(box, data, (place) => {
      if (!state.cuts.delete(place)) state.cuts.add(place)
      state.turn += 1
      paint(box, state.cuts, data.words)
      setStateValue("chosen", { cuts: [...state.cuts].sort((a, b) => a - b), turn: state.turn, shape: data.shape })
    })
  }
  paint(box, state.cuts, data.words)
}
