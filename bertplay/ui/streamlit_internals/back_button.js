// What is chosen on a page is in its address without an entry of its own in the browser's history.
//
// Streamlit makes an entry of every value that a page writes into its address (handlePageInfoChanged in its script), so Back would
// walk through old addresses of the page that is open, which writes its choices over them. Here such an entry takes the place of
// the one before it, unless it opens another tab (data.tab), another view of the page (data.views) or another step of a lesson (data.step).
//
// A page passes over values in its address that it wrote itself. So when Back leads from tab to tab, the page gets a message.
//
// Before Streamlit opens another page it writes that page's values at the address of the old one (st.switch_page, st.page_link).
// The old one then gets back the address that it had when a person last did something. Whoever presses Back in between is at that
// address already: what is still on its way for the page that was opening is not written, until the page that they returned to is.

export default function ({ data, setTriggerValue }) {
  window.bertplayReturns = (query) => setTriggerValue("returned", query)
  if (window.bertplayBackButton) return
  window.bertplayBackButton = true
  const push = history.pushState.bind(history)
  const replace = history.replaceState.bind(history)
  let written = null // since the last act of a person: the address before any value, and whether an entry was made
  let returned = null // the address that Back led to while the page of the next step was opening

  for (const act of ["click", "keydown"]) window.addEventListener(act, () => { written = returned = null }, true)

  let shown = new URL(location.href)
  window.addEventListener("popstate", (event) => {
    const [from, to] = [shown, new URL(location.href)]
    shown = to
    const differs = (name) => from.searchParams.get(name) !== to.searchParams.get(name)
    returned = written?.isEntry && from.pathname === to.pathname && differs(data.step) ? to : null
    written = null
    if (from.pathname !== to.pathname || differs(data.step) || !differs(data.tab)) return
    event.stopImmediatePropagation() // or Streamlit would run the page as if its address said nothing new
    written = { before: to, isEntry: true } // what the page writes now belongs to this entry
    window.bertplayReturns(to.search.slice(1))
  }, true)

  function opensView(from, to) {
    const differs = (name) => from.get(name) !== to.get(name)
    return differs(data.tab) || data.views.some(differs) || (from.has(data.step) && to.has(data.step) && differs(data.step))
  }

  function writeValue(state, from, to) {
    const isEntry = written?.isEntry || opensView(from.searchParams, to.searchParams)
    if (isEntry && !written?.isEntry) {
      if (written) replace(history.state, "", written.before)
      push(state, "", to)
    } else replace(state, "", to)
    written = { before: written?.before ?? from, isEntry }
  }

  function openPage(state, from, to) {
    const wasWritten = written && from.search === to.search
    if (wasWritten && !written.isEntry) replace(state, "", written.before)
    if (wasWritten && written.isEntry) replace(state, "", to)
    else push(state, "", to)
    written = null
  }

  function isLate(to) {
    const was = returned
    if (was?.pathname === to.pathname && `${was.searchParams}` === `${to.searchParams}`) returned = null
    return was !== null
  }

  // What Streamlit writes while it follows Back.
  history.replaceState = (state, _, address) => {
    if (!isLate(new URL(address ?? location.href, location.href))) replace(state, "", address)
  }

  history.pushState = (state, _, address) => {
    const from = new URL(location.href)
    const to = new URL(address ?? from, from)
    if (isLate(to)) return
    if (from.pathname === to.pathname) writeValue(state, from, to)
    else openPage(state, from, to)
    shown = new URL(location.href)
  }
}
