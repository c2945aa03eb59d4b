// The sentence, and over it arcs from who looks to what is looked at. One piece is followed at a time: the one
// pointed at, or the one clicked. With none, the strongest looks of all are drawn. Pieces are textContent only.

const NOBODY = -1
const SVG = "http://www.w3.org/2000/svg"
const MOST_ARCS = 60 // of all pieces together
const FAINTEST = 0.02 // of one piece
const ABOVE = 96 // pixels kept above a sentence of one line

function decode(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  return Array.from(new Uint16Array(bytes.buffer), (number) => number / 65535)
}

// 0.12 -> "12%", 0.0412 -> "4.1%", in French "4,1 %" with a narrow space
function percent(share, language) {
  const digits = share >= 0.0995 ? 0 : 1
  const number = (share * 100).toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${number}${language === "fr" ? "\u202f" : ""}%`
}

// Which looks to draw: [from, to, weight], the faint ones first so that the strong ones lie on top.
function looks(state, followed) {
  const { n, weights } = state
  const all = weights.map((weight, i) => [Math.floor(i / n), i % n, weight])
  const chosen = followed === NOBODY ? all.sort((a, b) => b[2] - a[2]).slice(0, MOST_ARCS) : all.filter(([from]) => from === followed)
  return chosen.filter(([, , weight]) => weight >= FAINTEST).sort((a, b) => a[2] - b[2])
}

function path([from, to, weight], spots) {
  const [a, b] = [spots[from], spots[to]]
  const rise = a.top === b.top ? Math.min(14 + Math.abs(a.x - b.x) * 0.3, a.room) : 24
  const arc = document.createElementNS(SVG, "path")
  const loop = from === to
  const [x1, x2] = loop ? [a.x - 7, a.x + 7] : [a.x, b.x]
  const top = Math.min(a.top, b.top) - (loop ? 16 : rise) * 1.3
  arc.setAttribute("d", `M ${x1} ${a.top} C ${x1} ${top}, ${x2} ${top}, ${x2} ${b.top}`)
  arc.setAttribute("stroke-width", (0.8 + 4 * weight).toFixed(2))
  arc.setAttribute("opacity", Math.min(1, 0.12 + Math.sqrt(weight)).toFixed(3))
  return arc
}

function draw(stage, state) {
  const followed = state.over === NOBODY ? state.chosen : state.over
  const buttons = [...stage.querySelectorAll("button")]
  const origin = stage.getBoundingClientRect()
  const boxes = buttons.map((button) => button.getBoundingClientRect())
  const first = Math.min(...boxes.map((box) => box.top))
  const spots = boxes.map((box) => ({
    x: box.left - origin.left + box.width / 2,
    top: box.top - origin.top,
    room: Math.abs(box.top - first) < 4 ? ABOVE * 0.72 : 30,
  }))
  stage.querySelector(".arcs").replaceChildren(...looks(state, followed).map((look) => path(look, spots)))
  buttons.forEach((button, place) => {
    const weight = followed === NOBODY ? 0 : state.weights[followed * state.n + place]
    button.style.setProperty("--depth", `${Math.round(Math.sqrt(weight) * 75)}%`)
    button.title = followed === NOBODY ? state.words.point : percent(weight, state.language)
    button.classList.toggle("from", place === followed)
    button.setAttribute("aria-pressed", String(place === state.chosen))
  })
}

function build(stage, pieces, state, send) {
  const redraw = () => draw(stage, state)
  const buttons = pieces.map((piece, place) => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = piece
    button.addEventListener("pointerenter", () => ((state.over = place), redraw()))
    button.addEventListener("pointerleave", () => ((state.over = NOBODY), redraw()))
    button.addEventListener("click", () => {
      state.chosen = state.chosen === place ? NOBODY : place
      redraw()
      send(state.chosen)
    })
    return button
  })
  stage.querySelector(".pieces").replaceChildren(...buttons)
}

export default function ({ parentElement, data, setTriggerValue }) {
  const stage = parentElement.querySelector(".stage")
  const state = (stage.bertplay ??= { over: NOBODY, pieces: "" })
  const { words, language, chosen } = data
  Object.assign(state, { n: data.pieces.length, weights: decode(data.weights), chosen, words, language })
  stage.querySelector(".pieces").setAttribute("aria-label", words.label)
  const pieces = JSON.stringify(data.pieces)
  if (pieces !== state.pieces) {
    state.pieces = pieces
    state.over = NOBODY
    build(stage, data.pieces, state, (place) => setTriggerValue("picked", place))
  }
  draw(stage, state)
  offerPicture(parentElement, stage, "attention_arcs", data.words.picture)
  if (state.watch === undefined) {
    state.watch = new ResizeObserver(() => draw(stage, state))
    state.watch.observe(stage)
  }
  return () => {
    state.watch?.disconnect()
    state.watch = undefined
  }
}
