// A text with some of its pieces chosen, each in the colour of its fate. Text is written with textContent only.

const element = (name, className, text) => {
  const made = document.createElement(name)
  made.className = className
  made.textContent = text
  return made
}

export default function ({ parentElement, data }) {
  const shown = parentElement.querySelector(".sentence")
  shown.replaceChildren(
    ...data.tokens.map(({ text, fate, truth, number, note }) => {
      if (fate === undefined) return element("span", "", text)
      const span = element("span", `chosen ${fate}`, text)
      if (truth) span.append(element("span", "under", truth))
      if (number) span.append(element("span", "number", number))
      span.title = note
      return span
    }),
  )
  offerPicture(parentElement, shown, "masking_game", data.words.picture)
}
