"""What can be measured of access: axe-core's rules, the size of targets, whether anything must be scrolled sideways.

Playwright runs our scripts through the debugger, which no Content-Security-Policy of the page applies to: axe goes in that
way and the page keeps its policy. Running a context with `bypass_csp` would have switched off the very thing under test.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: The rule asks less of large letters; here 7:1 holds for all.
_SEVEN = {"normal": {"expected": 7}, "large": {"expected": 7}}
_OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "checks": {"color-contrast-enhanced": {"options": {"contrastRatio": _SEVEN}}},
    "resultTypes": ["violations"],
    "preload": False,
}
_TARGETS = """() => {
  const least = 44, small = [];
  const interactive = "a[href], button, summary, input, select, textarea, [role=button], [tabindex='0']";
  const walk = (root) => root.querySelectorAll("*").forEach((element) => {
    if (element.shadowRoot) walk(element.shadowRoot);
    if (!element.matches(interactive) || !element.checkVisibility({visibilityProperty: true})) return;
    const boxes = [element, ...(element.labels ?? [])].map((e) => e.getBoundingClientRect());
    const width = Math.max(...boxes.map((b) => b.width)), height = Math.max(...boxes.map((b) => b.height));
    if (Math.min(width, height) < least - 0.01)
      small.push(`${element.tagName} "${(element.ariaLabel ?? element.textContent).trim()}" ${width}×${height}`);
  });
  walk(document);
  return small;
}"""

# axe leaves text undecided that is scrolled half out of sight or lies above something else: here the ground is the nearest
# opaque one above in the tree, and a picture under text is a fault by itself.
_PALE = """(least) => {
  const context = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const parts = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const linear = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const over = (top, ground) => top.slice(0, 3).map((c, i) => c * top[3] / 255 + ground[i] * (1 - top[3] / 255));
  const above = (e) => e.parentElement ?? (e.parentNode instanceof ShadowRoot ? e.parentNode.host : null);
  const ground = (element) => {
    const layers = [];
    for (let e = element; e; e = above(e)) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== "none" || style.opacity !== "1") return null;
      layers.push(parts(style.backgroundColor));
      if (layers.at(-1)[3] === 255) break;
    }
    return layers.reduceRight((under, layer) => over(layer, under), parts("Canvas"));
  };
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const pale = [];
  const judge = (element, color, within, least, what) => {
    const under = ground(within), found = under && ratio(over(parts(color), under), under);
    if (!under || found < least - 0.005) pale.push(`${found?.toFixed(2) ?? "on a picture"}: ${what}`);
  };
  const walk = (root) => root.querySelectorAll("*").forEach((element) => {
    if (element.shadowRoot) walk(element.shadowRoot);
    if (!element.checkVisibility({visibilityProperty: true})) return;
    const words = [...element.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data.trim()).join("");
    const style = getComputedStyle(element);
    if (words || element.localName === "textarea") judge(element, style.color, element, least, words || "the field");
    if (element.localName === "textarea") judge(element, style.borderTopColor, above(element), 3, "the field's edge");
  });
  walk(document);
  return pale;
}"""

_SIDEWAYS = """() => {
  const wide = [];
  const walk = (root) => root.querySelectorAll("*").forEach((element) => {
    if (element.shadowRoot) walk(element.shadowRoot);
    const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX) || element === document.documentElement;
    if (scrolls && element.scrollWidth > element.clientWidth + 1)
      wide.push(`${element.tagName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`);
    const box = element.getBoundingClientRect();
    if (element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && box.width > 1 && box.height > 1
        && (box.right > innerWidth + 1 || (box.left < -1 && box.right > 0)))
      wide.push(`${element.tagName}.${element.className} stands from ${box.left} to ${box.right} of ${innerWidth}`);
  });
  walk(document);
  return wide;
}"""


def faults(page: Page) -> list[str]:
    """Return what axe holds against the page, one line each: rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("(options) => axe.run(options)", _OPTIONS)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def pale(page: Page, least: float = 7.0) -> list[str]:
    """Return the visible text whose contrast is below 7:1, and a text field whose edge is below 3:1."""
    return list(page.evaluate(_PALE, least))


def small_targets(page: Page) -> list[str]:
    """Return the visible controls, of the shadow tree too, that measure under 44 pixels either way."""
    return list(page.evaluate(_TARGETS))


def sideways(page: Page) -> list[str]:
    """Return what would have to be scrolled sideways, or stands beyond the edge."""
    return list(page.evaluate(_SIDEWAYS))
