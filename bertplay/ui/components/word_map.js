// A map of points on a canvas. Text arrives as data and is written with textContent or fillText: it never becomes an element.
// All layers arrive at once; when the page names another one, every point glides to its place there. A line drawn around points
// chooses them, a click one, a click beside them none; dragging turns three dimensions. Arrows go from point to point, Enter chooses
// one more or one less, Escape none. `act` counts what is told to the page: an answer to an older act does not undo a newer one.

const MARGIN = 26
const REACH = 16
const GLIDE = 700
const OVERLAP = 0.012
const DEGREE = Math.PI / 180
const STEP = 5 // degrees: those of the page's sliders
const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [1, -1], ArrowDown: [1, 1] }

function decoded(base64) {
  return new Float32Array(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer)
}

function inside([x, y], line) {
  let isIn = false
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [ax, ay] = line[i]
    const [bx, by] = line[j]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn
  }
  return isIn
}

class WordMap {
  constructor(root) {
    this.root = root
    this.field = root.querySelector(".field")
    this.canvas = root.querySelector("canvas")
    this.tip = root.querySelector(".tip")
    this.chosen = new Set()
    this.line = []
    this.turn = [0, 0]
    this.shape = ""
    this.act = 0
    this.at = null
    new ResizeObserver(() => this.draw()).observe(this.canvas)
    this.canvas.addEventListener("pointerdown", (event) => this.press(event))
    this.canvas.addEventListener("pointermove", (event) => this.move(event))
    this.canvas.addEventListener("pointerup", (event) => this.release(event))
    this.canvas.addEventListener("pointerleave", () => this.tip.replaceChildren())
    this.field.addEventListener("keydown", (event) => this.key(event))
    this.field.addEventListener("blur", () => this.leave())
  }

  take(data, tell) {
    this.tell = tell
    const isNew = data.shape !== this.shape
    this.data = data
    this.count = data.texts.length
    if (isNew) {
      this.shape = data.shape
      this.points = decoded(data.points)
      this.at = null
      this.tip.replaceChildren()
    }
    if (data.act >= this.act) {
      this.act = data.act
      this.chosen = new Set(data.chosen)
      if (String(data.view) !== this.view) this.turn = data.view.map((degrees) => degrees * DEGREE)
      this.view = String(data.view)
    }
    const size = this.count * data.dimensions
    const target = this.points.subarray(data.step * size, (data.step + 1) * size)
    const isStill = isNew || matchMedia("(prefers-reduced-motion: reduce)").matches
    this.from = isStill ? target : this.now(performance.now())
    this.to = target
    this.began = performance.now()
    this.canvas.classList.toggle("turns", data.dimensions === 3)
    this.canvas.setAttribute("aria-label", data.label)
    this.field.setAttribute("aria-label", data.words.keys)
    this.field.setAttribute("role", "application") // so that a screen reader leaves the arrows to the map
    this.canvas.setAttribute("role", "img") // only now: an image without a name, even for a moment, is announced as "image"
    this.colors = getComputedStyle(this.root).getPropertyValue("--st-chart-categorical-colors").split(/,(?![^(]*\))/).map((c) => c.trim())
    this.paintLegend()
    this.tick()
  }

  paintLegend() {
    const entries = this.data.categories.map((name, i) => {
      const entry = document.createElement("span")
      const dot = document.createElement("i")
      dot.style.background = this.color(i)
      entry.append(dot, name)
      return entry
    })
    this.root.querySelector(".legend").replaceChildren(...entries)
  }

  color(category) {
    return this.colors[Math.min(category, Math.max(this.colors.length - 2, 0))] || "#2f5bd0"
  }

  // Where the points are at this moment of their glide.
  now(time) {
    const share = Math.min((time - this.began) / GLIDE, 1)
    if (share >= 1 || this.from === this.to) return this.to
    const eased = share * share * (3 - 2 * share)
    return this.to.map((end, i) => this.from[i] + (end - this.from[i]) * eased)
  }

  tick() {
    cancelAnimationFrame(this.frame)
    this.draw()
    if (performance.now() - this.began < GLIDE + 50) this.frame = requestAnimationFrame(() => this.tick())
  }

  // Pixels of every point: [x, y, nearness].
  places(width, height) {
    const at = this.now(performance.now())
    const half = Math.min(width, height) / 2 - MARGIN
    const wide = Math.min(width / 2 - MARGIN, half * 1.6)
    if (this.data.dimensions === 2)
      return Array.from({ length: this.count }, (_, i) => [width / 2 + at[2 * i] * wide, height / 2 - at[2 * i + 1] * half, 0])
    const [yaw, pitch] = this.turn
    return Array.from({ length: this.count }, (_, i) => {
      const [x, y, z] = at.subarray(3 * i, 3 * i + 3)
      const side = x * Math.cos(yaw) + z * Math.sin(yaw)
      const deep = z * Math.cos(yaw) - x * Math.sin(yaw)
      const up = y * Math.cos(pitch) - deep * Math.sin(pitch)
      const near = deep * Math.cos(pitch) + y * Math.sin(pitch)
      return [width / 2 + side * half * 0.85, height / 2 - up * half * 0.85, near]
    })
  }

  draw() {
    if (!this.data) return
    const { clientWidth: width, clientHeight: height } = this.canvas
    const ratio = devicePixelRatio || 1
    if (!width) return
    this.canvas.width = width * ratio
    this.canvas.height = height * ratio
    const brush = this.canvas.getContext("2d")
    brush.scale(ratio, ratio)
    this.seen = this.places(width, height)
    const order = Array.from(this.seen.keys()).sort((a, b) => this.seen[a][2] - this.seen[b][2])
    const size = this.count > 300 ? 3.5 : 6
    for (const i of order) this.dot(brush, i, size)
    this.note(brush, width, height)
    this.drawLine(brush)
  }

  dot(brush, i, size) {
    const [x, y, near] = this.seen[i]
    const isFaded = this.chosen.size > 0 && !this.chosen.has(i)
    brush.globalAlpha = isFaded ? 0.22 : 0.86
    brush.fillStyle = this.isOnePoint() ? getComputedStyle(this.root).color : this.color(this.data.members[i])
    brush.beginPath()
    brush.arc(x, y, size * (1 + 0.3 * near), 0, 2 * Math.PI)
    brush.fill()
    brush.globalAlpha = 1
    brush.strokeStyle = getComputedStyle(this.root).color
    brush.lineWidth = 1.6
    if (this.chosen.has(i)) brush.stroke()
    if (this.at !== i) return
    brush.beginPath()
    brush.arc(x, y, size * (1 + 0.3 * near) + 5, 0, 2 * Math.PI)
    brush.stroke()
  }

  isOnePoint() {
    const isGliding = this.from !== this.to && performance.now() - this.began < GLIDE
    return this.count > 1 && !isGliding && this.to.every((value) => Math.abs(value) <= OVERLAP)
  }

  // When all points lie on one spot a reader would see one point and think the rest is missing.
  note(brush, width, height) {
    if (!this.isOnePoint()) return
    brush.fillStyle = getComputedStyle(this.root).color
    brush.font = `15px ${getComputedStyle(this.root).fontFamily}`
    brush.textAlign = "center"
    brush.fillText(this.data.words.one_point, width / 2, height / 2 + 32)
  }

  drawLine(brush) {
    if (this.line.length < 2) return
    brush.strokeStyle = getComputedStyle(this.root).color
    brush.setLineDash([4, 4])
    brush.beginPath()
    for (const [x, y] of this.line) brush.lineTo(x, y)
    brush.closePath()
    brush.stroke()
    brush.setLineDash([])
  }

  nearest(x, y) {
    const distances = this.seen.map(([px, py]) => Math.hypot(px - x, py - y))
    const best = distances.reduce((least, distance, i) => (distance < distances[least] ? i : least), 0)
    return distances[best] <= REACH ? best : null
  }

  press(event) {
    this.start = [event.offsetX, event.offsetY]
    this.turnedFrom = [...this.turn]
    this.line = []
    this.at = null
    this.canvas.setPointerCapture(event.pointerId)
  }

  move(event) {
    const here = [event.offsetX, event.offsetY]
    if (!this.start) return this.point(here)
    if (this.data.dimensions === 3) {
      const pitch = this.turnedFrom[1] + (here[1] - this.start[1]) / 130
      this.turn = [this.turnedFrom[0] + (here[0] - this.start[0]) / 130, Math.min(Math.max(pitch, -90 * DEGREE), 90 * DEGREE)]
    } else if (event.pointerType !== "touch") {
      this.line.push(here)
    }
    this.tip.replaceChildren()
    this.draw()
  }

  release(event) {
    if (!this.start) return
    const here = [event.offsetX, event.offsetY]
    const moved = Math.hypot(here[0] - this.start[0], here[1] - this.start[1]) > 5 || this.line.length > 8
    const isTurning = this.data.dimensions === 3 && moved
    if (isTurning) this.tellView()
    else {
      const hit = this.nearest(...here)
      const around = this.seen.flatMap((place, i) => (inside(place, this.line) ? [i] : []))
      this.tellChosen(new Set(moved ? around : hit === null ? [] : [hit]))
      if (!moved) this.point(here)
    }
    this.start = null
    this.line = []
    this.draw()
  }

  tellChosen(chosen = this.chosen) {
    this.chosen = chosen
    this.tell("chosen", { places: this.data.places, points: [...this.chosen], act: ++this.act })
  }

  tellView() {
    const [yaw, pitch] = this.turn.map((angle) => Math.round(angle / DEGREE / STEP) * STEP)
    const around = ((((yaw + 180) % 360) + 360) % 360) - 180
    this.view = String([around, pitch])
    this.tell("turned", { view: [around, pitch], act: ++this.act })
  }

  point([x, y]) {
    const hit = this.seen ? this.nearest(x, y) : null
    hit === null ? this.tip.replaceChildren() : this.say(hit, x, y)
  }

  say(i, x, y) {
    const [before, word, after, label] = this.data.texts[i]
    const bold = document.createElement("b")
    const small = document.createElement("i")
    bold.textContent = word
    small.textContent = label
    this.tip.replaceChildren(before, bold, after, ...(label ? [small] : []))
    const { offsetLeft, offsetTop, clientWidth } = this.canvas
    const isRight = x > clientWidth / 2
    this.tip.style.left = isRight ? "auto" : `${offsetLeft + x + 14}px`
    this.tip.style.right = isRight ? `${clientWidth - x + 14}px` : "auto"
    this.tip.style.top = `${offsetTop + y + 12}px`
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.seen) return
    if (event.key in ARROWS) this.go(...ARROWS[event.key])
    else if (event.key === "Enter" || event.key === " ") this.toggle()
    else if (event.key === "Escape") this.tellChosen(new Set())
    else return
    event.preventDefault()
    this.draw()
  }

  // To the next point in the order of one axis: so all are reached, also those that lie on one spot.
  go(axis, by) {
    const order = [...this.seen.keys()].sort((a, b) => this.seen[a][axis] - this.seen[b][axis] || a - b)
    const next = this.at === null ? (by > 0 ? 0 : this.count - 1) : order.indexOf(this.at) + by
    this.at = order[Math.min(Math.max(next, 0), this.count - 1)]
    this.say(this.at, ...this.seen[this.at])
  }

  toggle() {
    if (this.at === null) return
    if (!this.chosen.delete(this.at)) this.chosen.add(this.at)
    this.tellChosen()
  }

  leave() {
    this.at = null
    this.tip.replaceChildren()
    this.draw()
  }
}

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".map")
  root.bertplay ??= new WordMap(root)
  root.bertplay.take(data, setStateValue)
  offerPicture(parentElement, root, "word_map", data.words.picture)
}
