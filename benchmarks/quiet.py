"""Waiting in the browser until a page is at rest, which the benchmarks of pages share: the clock runs in the browser, as for a reader."""

QUIET_MS = 600  # what has not changed for so long is finished
PATIENCE_MS = 60_000
AT_REST = [QUIET_MS, PATIENCE_MS]
FIGURE = "[data-testid='stVegaLiteChart'] :is(canvas, svg.marks), .js-plotly-plot svg.main-svg"

PICTURES = """
const main = document.querySelector("[data-testid=stMain]")
const roots = [...main.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot] : []))
const charts = main.querySelectorAll("[data-testid='stVegaLiteChart'] :is(canvas, svg.marks), .js-plotly-plot :is(canvas, svg)")
const canvases = roots.flatMap((root) => [...root.querySelectorAll("canvas")])
const picture = (chart) => (chart instanceof HTMLCanvasElement ? chart.toDataURL() : chart.outerHTML)
return [main.innerText, ...roots.map((root) => root.textContent), ...[...charts, ...canvases].map(picture)].join()
"""
"""All text of a page and every dot of its figures."""
TEXT = """
const app = document.querySelector("[data-testid=stApp]")
return [app.innerText, app.querySelectorAll("canvas, svg").length].join()
"""
"""All text of whatever page it is by then, and the number of its figures."""


def watch(look: str, *, script: bool = False, unchanged: bool = False) -> str:
    """A function of the browser: (button, [quiet, patience]) => milliseconds from its click until the last change, or null.

    look        the body of a function that says what is to be seen
    script      a page whose script runs is not at rest
    unchanged   a page that never changes is at rest from the beginning; otherwise it is null, as one that never rests
    """
    return f"""
(button, [quiet, patience]) => new Promise((resolve) => {{
  const look = () => {{ {look} }}
  const isRunning = () => {str(script).lower()} && document.querySelector("[data-testid=stApp]").dataset.testScriptState !== "notRunning"
  let last = look()
  const start = performance.now()
  let changed = {"start" if unchanged else "null"}
  button?.click()
  const frame = () => {{
    const now = performance.now(), current = look()
    if (current !== last || isRunning()) [last, changed] = [current, now]
    if (changed !== null && now - changed > quiet) resolve(changed - start)
    else if (now - start > patience) resolve(null)
    else requestAnimationFrame(frame)
  }}
  requestAnimationFrame(frame)
}})
"""


def answered(milliseconds: float | None, what: str) -> float:
    """Seconds. Raises RuntimeError for null."""
    if milliseconds is None:
        raise RuntimeError(f"nothing changed, or not for the last time, within {PATIENCE_MS // 1000} seconds: {what}")
    return milliseconds / 1000
