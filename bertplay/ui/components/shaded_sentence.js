// Words on a ground that is the deeper the greater their figure. Text is written with textContent only.

export default function ({ parentElement, data }) {
  const shown = parentElement.querySelector(".sentence")
  shown.replaceChildren(
    ...data.tokens.map(({ text, depth, note }) => {
      const span = document.createElement("span")
      span.textContent = text
      if (depth !== undefined) {
        span.className = "word"
        span.title = note
        span.style.setProperty("--depth", `${Math.round(depth * 62)}%`)
      }
      return span
    }),
  )
  offerPicture(parentElement, shown, "shaded_sentence", data.words.picture)
}
