// The card for the wall: a QR code, the address and the code of a class. All text goes in by textContent.
const SVG = "http://www.w3.org/2000/svg"
const QUIET = 4 // modules around a QR code that stay empty

export default function ({ parentElement, data }) {
  const card = parentElement.querySelector(".card")
  const said = JSON.stringify(data)
  if (card.dataset.said === said) return
  card.dataset.said = said
  const part = (className) => card.querySelector(`.${className}`)
  part("lead").textContent = data.words.lead
  part("address").textContent = data.address
  part("code").textContent = data.code
  part("wall").textContent = data.words.wall
  part("wall").onclick = () => card.requestFullscreen?.()
  part("qr").replaceChildren(drawnCode(data.modules, data.words.qr))
}

function drawnCode(rows, label) {
  const picture = document.createElementNS(SVG, "svg")
  const size = rows.length + 2 * QUIET
  picture.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${size} ${size}`)
  picture.setAttribute("role", "img")
  picture.setAttribute("aria-label", label)
  const path = document.createElementNS(SVG, "path")
  const dark = rows.flatMap((row, y) => [...row].map((bit, x) => (bit === "1" ? `M${x} ${y}h1v1h-1z` : "")))
  path.setAttribute("d", dark.join(""))
  path.setAttribute("shape-rendering", "crispEdges")
  picture.append(path)
  return picture
}
