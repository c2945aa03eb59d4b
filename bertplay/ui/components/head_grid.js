// A grid of small pictures, one for each head: dark where it looks. A click picks one.

function paint(canvas, { side, dots }, color) {
  const bytes = Uint8Array.from(atob(dots), (letter) => letter.charCodeAt(0))
  canvas.width = canvas.height = Math.max(side, 1)
  const context = canvas.getContext("2d")
  context.clearRect(0, 0, side, side)
  context.fillStyle = color
  bytes.forEach((depth, place) => {
    if (depth < 4) return
    context.globalAlpha = depth / 255
    context.fillRect(place % side, Math.floor(place / side), 1, 1)
  })
}

function label(text, className) {
  const made = document.createElement("span")
  made.className = className
  made.textContent = text
  return made
}

function thumbnail(cell, title, color, pick) {
  const button = document.createElement("button")
  button.type = "button"
  button.dataset.name = cell.name
  button.title = title
  button.setAttribute("aria-label", title)
  const canvas = document.createElement("canvas")
  paint(canvas, cell, color)
  button.append(canvas)
  button.addEventListener("click", () => pick(cell.name))
  return button
}

function mark(grid, chosen) {
  for (const button of grid.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.name === chosen))
}

export default function ({ parentElement, data, setTriggerValue }) {
  const grid = parentElement.querySelector(".grid")
  const color = getComputedStyle(grid).getPropertyValue("--st-primary-color").trim() || getComputedStyle(grid).color
  const content = color + JSON.stringify([data.columns, data.rows])
  if (grid.bertplay !== content) {
    grid.bertplay = content
    const pick = (name) => {
      mark(grid, name)
      setTriggerValue("picked", name)
    }
    grid.style.setProperty("--columns", data.columns.length)
    grid.replaceChildren(
      label("", "corner"),
      ...data.columns.map((title) => label(title, "column")),
      ...data.rows.flatMap(({ title, cells }) => [
        label(title, "row"),
        ...cells.map((cell, i) => thumbnail(cell, `${title}, ${data.columns[i]}`, color, pick)),
      ]),
    )
  }
  grid.setAttribute("aria-label", data.words.label)
  mark(grid, data.chosen)
  offerPicture(parentElement, grid, "attention_heads", data.words.picture)
}
