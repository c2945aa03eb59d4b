// Text arrives as data and leaves as textContent: nothing in it ever becomes an element.
export default function ({ parentElement, data }) {
  const shown = parentElement.querySelector(".takeaway")
  if (shown.textContent !== data.text) shown.textContent = data.text
}
