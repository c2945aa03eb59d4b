// Sections of links. Text arrives as data and leaves as textContent; the pictures are the symbols of doors.html.

const SVG = "http://www.w3.org/2000/svg"

function element(tag, name, text) {
  const made = document.createElement(tag)
  if (name) made.className = name
  if (text) made.textContent = text
  return made
}

function picture(name) {
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("viewBox", "0 0 96 56")
  svg.setAttribute("aria-hidden", "true")
  const use = document.createElementNS(SVG, "use")
  use.setAttribute("href", `#${name}`)
  svg.append(use)
  return svg
}

function door({ id, page, tab, title, line, picture: name }, carried, open) {
  const link = element("a", name ? "door" : "line")
  const query = new URLSearchParams({ ...(tab ? { tab } : {}), ...carried })
  link.href = `${page}${query.size ? `?${query}` : ""}`
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    open(id)
  })
  if (name) link.append(picture(name))
  link.append(element("span", "title", title))
  if (line) link.append(element("span", "says", line))
  return link
}

function section({ title, introduction, doors }, carried, open) {
  const made = element("section")
  const list = element("div", doors[0].picture ? "doors" : "lines")
  list.append(...doors.map((one) => door(one, carried, open)))
  made.append(element("h2", "", title), element("p", "", introduction), list)
  return made
}

export default function ({ parentElement, data, setTriggerValue }) {
  const box = parentElement.querySelector("nav")
  const shape = JSON.stringify(data)
  if (box.bertplay === shape) return
  box.bertplay = shape
  box.setAttribute("aria-label", data.words.label)
  box.replaceChildren(...data.sections.map((one) => section(one, data.carried, (id) => setTriggerValue("opened", id))))
}
