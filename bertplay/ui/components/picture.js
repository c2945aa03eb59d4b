// "Picture as PNG": what an element shows, as a file. Its nodes are copied with the styles they have now into an SVG, and the SVG is
// painted on a canvas. Nodes are cloned and serialised: no text becomes an element.

const FINENESS = 2 // pixels of the picture for each of the page
const STYLES =
  /^(align|aspect|background|border|box|color$|column|display|fill|flex|font|gap|grid|height|image|justify|left|letter|line|list|margin|max|min|opacity|outline|overflow|padding|position|right|row|stroke|text|top|bottom|transform|vertical|visibility|white|width|word|z-index)/

function copied(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.cloneNode()
  if (node.nodeType !== Node.ELEMENT_NODE) return document.createTextNode("")
  const copy = node instanceof HTMLCanvasElement ? document.createElement("img") : node.cloneNode(false)
  if (node instanceof HTMLCanvasElement) copy.src = node.toDataURL("image/png")
  const styles = getComputedStyle(node)
  copy.removeAttribute("class")
  copy.setAttribute("style", [...styles].filter((name) => STYLES.test(name)).map((name) => `${name}:${styles.getPropertyValue(name)}`).join(";"))
  copy.style.overflow = "visible" // a picture has no scroll bars
  copy.append(...[...node.childNodes].map(copied))
  return copy
}

function asDataUrl(blob) {
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result)
    reader.readAsDataURL(blob)
  })
}

// The page's own fonts, without which every word would have another width: a picture loads nothing.
async function fontFaces(element) {
  const families = new Set([element, ...element.querySelectorAll("*")].map((node) => getComputedStyle(node).fontFamily.split(",")[0].trim()))
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule)
  const wanted = rules.filter(({ style }) => families.has(style.fontFamily) && !style.fontStyle.includes("italic"))
  const faces = wanted.map(async (rule) => {
    const address = rule.style.src.match(/url\("([^"]+)"\)/)?.[1]
    const font = await asDataUrl(await (await fetch(new URL(address, rule.parentStyleSheet.href ?? document.baseURI))).blob())
    return `@font-face { font-family: ${rule.style.fontFamily}; font-weight: ${rule.style.fontWeight || "normal"}; src: url("${font}"); }`
  })
  return (await Promise.all(faces)).join("\n")
}

async function asImage(element) {
  const { width, height } = element.getBoundingClientRect()
  const [wide, high] = [Math.max(width, element.scrollWidth), Math.max(height, element.scrollHeight)].map(Math.ceil)
  const copy = copied(element)
  Object.assign(copy.style, { width: `${wide}px`, maxWidth: "none", height: `${high}px`, margin: "0" })
  const font = document.createElement("style")
  font.textContent = await fontFaces(element)
  const body = document.createElement("div")
  body.append(font, copy)
  const written = new XMLSerializer().serializeToString(body)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}"><foreignObject width="100%" height="100%">${written}</foreignObject></svg>`
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  return { image, wide, high }
}

async function savePicture(element, name) {
  const { image, wide, high } = await asImage(element)
  const canvas = document.createElement("canvas")
  canvas.width = (wide + 32) * FINENESS
  canvas.height = (high + 32) * FINENESS
  const brush = canvas.getContext("2d")
  brush.fillStyle = getComputedStyle(element).getPropertyValue("--st-background-color").trim() || "#ffffff"
  brush.fillRect(0, 0, canvas.width, canvas.height)
  brush.scale(FINENESS, FINENESS)
  brush.drawImage(image, 16, 16)
  const link = document.createElement("a")
  link.download = `${name}.png`
  link.href = canvas.toDataURL("image/png")
  link.click()
}

// A button below what is shown, made once; its label changes with the language of the page.
function offerPicture(root, element, name, label) {
  const made = root.querySelector(".picture")
  if (made) {
    made.textContent = label
    return
  }
  const button = document.createElement("button")
  button.type = "button"
  button.className = "picture"
  button.textContent = label
  button.addEventListener("click", () => savePicture(element, name))
  const line = document.createElement("div")
  line.className = "picture-line"
  line.append(button)
  root.append(line)
}

