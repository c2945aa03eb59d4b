// Says which language the page is in, to screen readers and to browsers that offer a translation: Streamlit says English.

export default function ({ data }) {
  document.documentElement.lang = data.language
}
