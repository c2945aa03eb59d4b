// The sentence on one line, which scrolls sideways, and over it arcs from the token that attends to the one attended to.
// One token is followed at a time: the one pointed at, or the one clicked. With none, the strongest arcs of all are drawn.
// Tokens are textContent only.

const NOBODY = -1
const SVG = "http://www.w3.org/2000/svg"
const MOST_ARCS = 60 // of all tokens together
const FAINTEST = 0.02 // of one token
const HIGHEST = 70 // pixels that an arc may rise

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

// Which weights to draw: [from, to, weight], the faint ones first so that the strong ones lie on top.
function attention(state, followed) {
  const { n, weights } = state
  const all = weights.map((weight, i) => [Math.floor(i / n), i % n, weight])
  const chosen = followed === NOBODY ? all.sort((a, b) => b[2] - a[2]).slice(0, MOST_ARCS) : all.filter(([from]) => from === followed)
  return chosen.filter(([, , weight]) => weight >= FAINTEST).sort((a, b) => a[2] - b[2])
}

function path([from, to, weight], spots) {
  const [a, b] = [spots[from], spots[to]]
  const rise = Math.min(14 + Math.abs(a.x - b.x) * 0.3, HIGHEST)
  const arc = document.createElementNS(SVG, "path")
  const loop = from === to
  const [x1, x2] = loop ? [a.x - 7, a.x + 7] : [a.x, b.x]
  const top = a.top - (loop ? 16 : rise) * 1.3
  arc.setAttribute("d", `M ${x1} ${a.top} C ${x1} ${top}, ${x2} ${top}, ${x2} ${b.top}`)
  arc.setAttribute("stroke-width", (0.8 + 4 * weight).toFixed(2))
  arc.setAttribute("opacity", Math.min(1, 0.12 + Math.sqrt(weight)).toFixed(3))
  return arc
}

function draw(stage, state) {
  const followed = state.over === NOBODY ? state.chosen : state.over
  const buttons = [...stage.querySelectorAll("button")]
  const origin = stage.querySelector(".line").getBoundingClientRect()
  const boxes = buttons.map((button) => button.getBoundingClientRect())
  const spots = boxes.map((box) => ({ x: box.left - origin.left + box.width / 2, top: box.top - origin.top }))
  stage.querySelector(".arcs").replaceChildren(...attention(state, followed).map((one) => path(one, spots)))
  buttons.forEach((button, place) => {
    const weight = followed === NOBODY ? 0 : state.weights[followed * state.n + place]
    button.style.setProperty("--depth", `${Math.round(Math.sqrt(weight) * 75)}%`)
    button.title = followed === NOBODY ? state.words.point : percent(weight, state.language)
    button.classList.toggle("from", place === followed)
    button.setAttribute("aria-pressed", String(place === state.chosen))
  })
}

function build(stage, tokens, state, send) {
  const redraw = () => draw(stage, state)
  const buttons = tokens.map((token, place) => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = token
    button.addEventListener("pointerenter", () => ((state.over = place), redraw()))
    button.addEventListener("pointerleave", () => ((state.over = NOBODY), redraw()))
    button.addEventListener("click", () => {
      state.chosen = state.chosen === place ? NOBODY : place
      redraw()
      send(state.chosen)
    })
    return button
  })
  stage.querySelector(".tokens").replaceChildren(...buttons)
}

export default function ({ parentElement, data, setTriggerValue }) {
  const stage = parentElement.querySelector(".stage")
  const state = (stage.bertplay ??= { over: NOBODY, tokens: "" })
  const { words, language, chosen } = data
  Object.assign(state, { n: data.tokens.length, weights: decode(data.weights), chosen, words, language })
  stage.querySelector(".tokens").setAttribute("aria-label", words.label)
  const tokens = JSON.stringify(data.tokens)
  if (tokens !== state.tokens) {
    state.tokens = tokens
    state.over = NOBODY
    build(stage, data.tokens, state, (place) => setTriggerValue("picked", place))
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
