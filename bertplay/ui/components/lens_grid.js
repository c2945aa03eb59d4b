// A table: pieces across, layers down, in each cell the best guess on a ground as deep as it is probable.
// A click anywhere in a column picks it. Words arrive as data and leave as textContent.

function cell(tag, text) {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}

function headRow(pieces, follow, pick) {
  const row = document.createElement("tr")
  row.append(cell("td", ""))
  pieces.forEach((piece, place) => {
    const head = document.createElement("th")
    head.scope = "col"
    head.dataset.place = place
    const button = cell("button", piece)
    button.type = "button"
    button.title = follow
    button.addEventListener("click", () => pick(place))
    head.append(button)
    row.append(head)
  })
  return row
}

function layerRow({ title, cells }, pick) {
  const row = document.createElement("tr")
  const head = cell("th", title)
  head.scope = "row"
  row.append(head)
  cells.forEach(({ word, depth, note, isItself }, place) => {
    const made = cell("td", word)
    made.title = note
    made.dataset.place = place
    if (!isItself) made.className = "other"
    made.style.setProperty("--depth", `${Math.round(depth * 48)}%`)
    made.addEventListener("click", () => pick(place))
    row.append(made)
  })
  return row
}

function mark(table, chosen) {
  for (const element of table.querySelectorAll("[data-place]")) {
    element.toggleAttribute("data-chosen", Number(element.dataset.place) === chosen)
    element.querySelector("button")?.setAttribute("aria-pressed", String(Number(element.dataset.place) === chosen))
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const table = parentElement.querySelector(".lens")
  const content = JSON.stringify([data.pieces, data.layers, data.words.follow])
  const pick = (place) => {
    mark(table, place)
    setTriggerValue("picked", place)
  }
  if (table.bertplay !== content) {
    table.bertplay = content
    table.replaceChildren(headRow(data.pieces, data.words.follow, pick), ...data.layers.map((layer) => layerRow(layer, pick)))
    mark(table, data.chosen)
    table.querySelector("th[data-chosen]")?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }
  mark(table, data.chosen)
  offerPicture(parentElement, table, "guesses_by_layer", data.words.picture)
}
