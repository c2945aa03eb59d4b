// The blocks of a model, top to bottom as a text passes through, and the matrices of the chosen one drawn to scale.
// Names arrive as data and leave as textContent.

const TALLEST = 300 // pixels of a block that held all weights
const SIDE = 76 // pixels of the longest side of a matrix

function element(tag, className, text) {
  const made = document.createElement(tag)
  made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

function blockButton(block, chosen, pick) {
  const button = element("button", block.isHead ? "block head" : "block")
  button.type = "button"
  button.style.minHeight = `${Math.round(block.share * TALLEST)}px`
  button.setAttribute("aria-pressed", String(block.id === chosen))
  button.dataset.block = block.id
  button.append(element("span", "title", block.title), element("span", "count", block.count))
  button.addEventListener("click", () => pick(block.id))
  return button
}

function drawing([rows, columns = 1], scale) {
  const box = element("span", "drawing")
  const shape = element("span", "shape")
  shape.style.width = `${Math.max(1.5, columns * scale)}px`
  shape.style.height = `${Math.max(1.5, rows * scale)}px`
  box.append(shape)
  return box
}

function matrixRow(matrix, scale) {
  const row = element("div", "matrix")
  const words = element("div", "words")
  words.append(element("span", "name", matrix.name), element("span", "role", matrix.role))
  const numbers = element("div", "numbers")
  numbers.append(element("span", "count", matrix.count), element("span", "size", matrix.size))
  row.append(drawing(matrix.shape, scale), words, numbers)
  return row
}

export default function ({ parentElement, data, setTriggerValue }) {
  const blocks = parentElement.querySelector(".blocks")
  const focused = parentElement.querySelector(":focus")?.dataset.block
  const pick = (id) => {
    for (const button of blocks.children) button.setAttribute("aria-pressed", String(button.dataset.block === id))
    setTriggerValue("picked", id)
  }
  blocks.setAttribute("aria-label", data.words.label)
  blocks.replaceChildren(...data.blocks.map((block) => blockButton(block, data.chosen, pick)))
  if (focused !== undefined) [...blocks.children].find((button) => button.dataset.block === focused)?.focus()
  const longest = Math.max(...data.matrices.flatMap(({ shape }) => shape))
  const sum = element("div", "sum")
  sum.append(element("span", "", data.words.together), element("span", "count", data.sum))
  parentElement.querySelector(".matrices").replaceChildren(...data.matrices.map((matrix) => matrixRow(matrix, SIDE / longest)), sum)
  offerPicture(parentElement, parentElement.querySelector(".plan"), "model_plan", data.words.picture)
}
