// Seven things that concern the page as a whole.

// Streamlit exchanges the layout that plotly writes the camera of a figure in three dimensions into: while its layers play, the next
// frame would jump back to the first view.
function keepCameras() {
  for (const graph of document.querySelectorAll(".js-plotly-plot")) {
    const seen = graph._fullLayout?.scene?.camera
    if (seen && graph.layout?.scene) graph.layout.scene.camera = structuredClone(seen)
  }
}

// Whoever goes on at the end of a long page wants to read the next from its beginning.
function scrollUp(event) {
  if (event.target.closest?.("[class*=st-key-to_top] button")) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
}

// Streamlit shows the keyboard's place in the list of pages in the colour of what the mouse is over: it gets a ring as well.
function ring({ target }) {
  if (!target.matches?.("[data-testid=stSidebarNavLink]:focus-visible")) return
  target.style.outline = "2px solid currentColor"
  target.addEventListener("blur", () => (target.style.outline = ""), { once: true })
}

// On a narrow screen the row of tabs is longer than it: the tab that a link, or Next, has opened comes into view.
function showOpenTab() {
  const tab = document.querySelector("[data-testid=stMain] [role=tab][aria-selected=true]")
  if (tab && tab !== shownTab) tab.scrollIntoView({ block: "nearest", inline: "center" })
  shownTab = tab
}

let shownTab = null

// A table that is wider than its place fades out at the right until it is scrolled to its end: a phone shows no scroll bar.
function fadeTable(table) {
  const scroller = table.querySelector(".dvn-scroller")
  const hasMore = scroller && scroller.scrollLeft + scroller.clientWidth < scroller.scrollWidth - 1
  table.style.maskImage = hasMore ? "linear-gradient(to left, transparent, black 3rem)" : ""
}

function fadeTables() {
  for (const table of document.querySelectorAll("[data-testid=stDataFrame]")) {
    fadeTable(table)
    if (!sized.has(table)) sizes.observe(table)
    sized.add(table)
  }
}

const sized = new WeakSet()
const sizes = new ResizeObserver((entries) => entries.forEach((entry) => fadeTable(entry.target)))

// P turns presenter mode on and off; the address has everything that is open.
function present(event, name) {
  const isTyping = event.composedPath().some((one) => one.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(one.tagName))
  if (event.key.toLowerCase() !== "p" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  const address = new URL(location.href)
  if (address.searchParams.get(name) === "1") address.searchParams.delete(name)
  else address.searchParams.set(name, "1")
  location.assign(address)
}

export default function ({ data }) {
  // Screen readers, and browsers that offer a translation, go by the language: Streamlit says English.
  document.documentElement.lang = data.language
  document.documentElement.style.fontSize = data.presents ? "clamp(16px, 1.25vw, 32px)" : ""
  if (window.bertplayKeepsCamera) return
  window.bertplayKeepsCamera = true
  document.addEventListener("pointerdown", keepCameras, true)
  document.addEventListener("click", scrollUp)
  document.addEventListener("focusin", ring)
  document.addEventListener("scroll", fadeTables, true)
  document.addEventListener("keydown", (event) => present(event, data.present))
  showOpenTab()
  fadeTables()
  const changes = { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-selected"] }
  new MutationObserver(() => {
    showOpenTab()
    fadeTables()
  }).observe(document.body, changes)
}
