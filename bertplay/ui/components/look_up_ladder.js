// The look-ups of one word as a staircase: every line is the word, with the stretch that was asked for. textContent only.

function span(className, text) {
  const element = document.createElement("span")
  element.className = className
  element.textContent = text
  return element
}

export default function ({ parentElement, data }) {
  const ladder = parentElement.querySelector(".ladder")
  ladder.setAttribute("aria-label", data.words.all)
  const letters = Array.from(data.word)
  const lines = data.lines.flatMap(({ start, end, found, said }, index) => {
    const line = document.createElement("div")
    const isLast = index === data.lines.length - 1
    line.className = `tried${found ? " found" : ""}${isLast ? " now" : ""}`
    line.append(
      span("before", letters.slice(0, start).join("")),
      span("asked", letters.slice(start, end).join("")),
      span("after", letters.slice(end).join("")),
    )
    return [line, span(`said${found ? " found" : ""}`, said)]
  })
  ladder.replaceChildren(...lines)
  ladder.scrollTop = ladder.scrollHeight
  offerPicture(parentElement, ladder, "look_ups", data.words.picture)
}
