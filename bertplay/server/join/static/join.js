// The page of a student: shows what the events of the server say, and sends answers. All text goes in by textContent.
"use strict"

const $ = (id) => document.getElementById(id)
const words = $("words").dataset
const language = document.documentElement.lang
const code = location.pathname.split("/").pop()
const SILENT = 40_000 // milliseconds; the server says something every 15 seconds
const PATIENCE = 2_000 // before a lost connection is mentioned
const MAX_DELAY = 8_000

let question = null // what is shown, as the server says it
let source = null
let heard = 0 // when something was heard last
let delay = 500

// ---- elements

function element(name, { text = "", className = "" } = {}, ...children) {
  const made = document.createElement(name)
  made.textContent = text
  if (className) made.className = className
  made.append(...children)
  return made
}

function withMasks(text) {
  return text.split(/(\[MASK\])/i).map((part) => (/^\[MASK\]$/i.test(part) ? element("mark", { text: part }) : part))
}

function say(text, { isSeen = true } = {}) {
  $("status").className = isSeen ? "" : "unseen" // what can be seen elsewhere on the page is only read aloud
  if ($("status").textContent !== text) $("status").textContent = text
}

// ---- this browser's answers, which are there again after a reload

const key = (id) => `bertplay.${code}.${id}`

function remembered(id) {
  try {
    return JSON.parse(localStorage.getItem(key(id)))
  } catch {
    return null
  }
}

function remember(id, boxes) {
  try {
    localStorage.setItem(key(id), JSON.stringify(boxes))
  } catch {
    // Private windows of some browsers store nothing; the answer is counted all the same.
  }
}

// ---- the form

function textBox(label, number, range) {
  const box = element("input")
  box.id = `box${number}`
  box.maxLength = 40
  Object.assign(box, { autocomplete: "off", autocapitalize: "none", spellcheck: false, enterKeyHint: "send" })
  box.setAttribute("autocorrect", "off")
  if (range) Object.assign(box, { type: "number", min: range[0], max: range[1], inputMode: "numeric" })
  const shown = element("label", { text: range ? `${label} (${range[0]}–${range[1]})` : label }, box)
  return shown
}

function choice({ value, text }) {
  const box = element("input")
  Object.assign(box, { type: "radio", name: "choice", value })
  return element("label", { className: "choice" }, box, element("span", { text }))
}

function drawForm() {
  const boxes = question.choices.length ? question.choices.map(choice) : question.boxes.map((label, i) => textBox(label, i, question.range))
  $("boxes").replaceChildren(...boxes)
  const mine = remembered(question.id)
  if (!mine) return
  for (const [i, box] of [...$("boxes").querySelectorAll("input")].entries()) {
    if (box.type === "radio") box.checked = box.value === mine[0]
    else box.value = mine[i] ?? ""
  }
}

function given() {
  const boxes = [...$("boxes").querySelectorAll("input")]
  return boxes[0].type === "radio" ? [boxes.find((box) => box.checked)?.value ?? ""] : boxes.map((box) => box.value.trim())
}

async function send(event) {
  event.preventDefault()
  const { id } = question
  const boxes = given()
  if (!boxes.some(Boolean)) return say(words.missing)
  const button = $("form").querySelector("button")
  button.disabled = true
  say(words.sending)
  try {
    const response = await fetch(`${code}/answers?lang=${language}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ question: id, boxes }),
    })
    const answer = await response.json()
    if (answer.boxes) remember(id, answer.boxes)
    say(answer.error ?? words.sent)
  } catch {
    say(words.failed)
  } finally {
    button.disabled = false
    showMine()
  }
}

// ---- what is shown

function titleOf(answer) {
  return question.choices.find((one) => one.value === answer)?.text ?? answer
}

function showMine() {
  const mine = remembered(question.id)
  $("mine").hidden = !mine
  $("mine").querySelector("strong").textContent = mine ? mine.filter(Boolean).map(titleOf).join(", ") : ""
}

function bar(kind, share, text) {
  const line = element("i")
  line.style.width = `${100 * (share ?? 0)}%`
  line.hidden = !share
  const cell = element("div", {}, line)
  const name = element("span", { className: "unseen", text: `${words[kind]}: ` })
  return element("div", { className: `bar ${kind}` }, cell, element("span", {}, name, text))
}

function chart({ label, sentence, hasModel, rows }, mine) {
  const made = element("div")
  if (question.boxes.length > 1) made.append(element("h2", { text: label }))
  if (sentence) made.append(element("p", { text: sentence, className: "sentence" }))
  const legend = element("div", { className: "legend" }, element("span", { text: words.class }))
  legend.setAttribute("aria-hidden", "true")
  if (hasModel) legend.append(element("span", { text: words.model, className: "model" }))
  const items = rows.map((row) => {
    const word = element("div", { className: row.answer === mine ? "word mine" : "word", text: row.text })
    const bars = [bar("class", row.class, row.classText)]
    if (hasModel) bars.push(bar("model", row.model, row.modelText))
    return element("li", {}, word, ...bars)
  })
  made.append(legend, element("ol", { className: "rows" }, ...items))
  return made
}

function showResults() {
  const { revealed } = question
  $("results").hidden = !revealed
  $("form").hidden = Boolean(revealed)
  if (!revealed) return $("results").replaceChildren()
  const mine = remembered(question.id) ?? []
  $("results").replaceChildren(...revealed.charts.map((one, i) => chart(one, mine[i])), element("p", { text: revealed.teacher }), element("p", { text: revealed.answered }))
}

function show(now) {
  const isNew = now?.id !== question?.id
  const isRevealed = Boolean(now?.revealed) && (isNew || !question.revealed)
  const wasWaiting = question === null
  question = now
  $("question").hidden = !now
  if (!now) {
    $("results").hidden = true
    return say(words.waiting)
  }
  if (isNew) {
    for (const name of ["lesson", "lead", "prompt"]) {
      $(name).textContent = now[name]
      $(name).hidden = !now[name]
    }
    $("title").replaceChildren(...withMasks(now.title))
    $("title").hidden = !now.title
    drawForm()
    scrollTo(0, 0)
    // Where there is a keyboard the box is ready for it; on a phone its keyboard would cover the question.
    if (matchMedia("(pointer: fine)").matches) $("boxes").querySelector("input")?.focus()
  }
  showMine()
  showResults()
  if (isRevealed) say([words.revealed, ...now.revealed.charts.map((one) => one.sentence)].join(" "), { isSeen: false })
  else if (isNew && !wasWaiting) say(`${words.new} ${now.prompt}`, { isSeen: false })
  else if (isNew || !now.revealed) say(remembered(now.id) ? words.sent : words.asked)
}

// ---- the connection

function hear() {
  heard = Date.now()
  delay = 500
  $("connection").hidden = true
}

function connect() {
  source?.close()
  heard = Date.now()
  source = new EventSource(`${code}/events?lang=${language}`)
  source.addEventListener("question", (event) => {
    hear()
    show(JSON.parse(event.data))
  })
  source.addEventListener("beat", hear)
  source.addEventListener("closed", () => {
    source.close()
    clearInterval(watch)
    $("question").hidden = $("results").hidden = $("connection").hidden = true
    say(words.closed)
  })
  // A server that was stopped is tried again by the browser itself, one that answers with an error is not.
  source.addEventListener("error", () => {
    setTimeout(() => ($("connection").hidden = source.readyState === EventSource.OPEN), PATIENCE)
    if (source.readyState !== EventSource.CLOSED) return
    setTimeout(connect, delay * (0.5 + Math.random()))
    delay = Math.min(2 * delay, MAX_DELAY)
  })
}

const watch = setInterval(() => {
  if (Date.now() - heard > SILENT) connect()
}, 5_000)

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && Date.now() - heard > SILENT / 2) connect()
})
addEventListener("online", connect)
$("form").addEventListener("submit", send)
connect()
