// Rows of tokens: in place, as one running text, as chips with a line below each, or as lines of code. Text is written with textContent only.

function span(className, text) {
  const element = document.createElement("span")
  element.className = className
  element.textContent = text
  return element
}

function cellOf({ text, below, tone, title, depth }) {
  if (tone === undefined) return document.createTextNode(text)
  const element = span("cell", text)
  element.dataset.tone = tone
  if (depth !== undefined) element.style.setProperty("--depth", `${Math.round(depth * 57)}%`)
  if (title) element.title = title
  if (below) element.append(span("below", below))
  return element
}

function rowOf({ name, note, form, cells }) {
  const row = document.createElement("div")
  row.className = name ? "row" : "row bare"
  const body = document.createElement("div")
  body.className = form
  body.dir = "auto"
  body.append(...cells.map(cellOf))
  if (name) row.append(span("name", name))
  row.append(body)
  if (note) row.append(span("note", note))
  return row
}

export default function ({ parentElement, data }) {
  const shown = parentElement.querySelector(".rows")
  shown.replaceChildren(...data.rows.map(rowOf))
  if (data.picture) offerPicture(parentElement, shown, data.picture, data.words.picture)
}
