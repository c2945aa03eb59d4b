// Pieces in their order, the id of its segment under each. Text is written with textContent only.

function line(name, text) {
  const span = document.createElement("span")
  span.className = name
  span.textContent = text
  return span
}

export default function ({ parentElement, data }) {
  const shown = parentElement.querySelector(".pieces")
  shown.setAttribute("aria-label", data.words.all)
  shown.replaceChildren(
    ...data.pieces.map(({ text, segment, special }) => {
      const item = document.createElement("span")
      item.className = `piece segment-${segment}${special ? " special" : ""}`
      item.setAttribute("role", "listitem")
      item.append(line("text", text), line("id", segment))
      return item
    }),
  )
  offerPicture(parentElement, shown, "segments", data.words.picture)
}
