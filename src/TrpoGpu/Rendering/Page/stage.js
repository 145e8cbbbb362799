"use strict";

// Draws one moment of an episode on a canvas.

const OUTLINE = 1.4;
const TRAIL_SECONDS = 1.5;
const TRAIL_PIECES_AT_LEAST = 60;
const CONTACT = 0.004;

function createStage(canvas, episode, stepSeconds) {
  const context = canvas.getContext("2d");
  const camera = createCamera(episode, stepSeconds);
  const [left, bottom, right, top] = episode.view;
  let colours;
  let scale = 1;
  let toX;
  let toY;

  // Metres to pixels for a moment; what is to be seen lies in the middle, and on a floor it stands low.
  function aim(time) {
    const [x, y] = camera(time);
    scale = Math.min(canvas.width / (right - left), canvas.height / (top - bottom));
    const spare = canvas.height - scale * (top - bottom);
    const low = episode.backdrop === "floor" ? canvas.height - Math.min(spare / 2, canvas.height / 8)
      : canvas.height - spare / 2;
    toX = (metres) => canvas.width / 2 + scale * (metres - x - (left + right) / 2);
    toY = (metres) => low - scale * (metres - y - bottom);
  }

  function metresAt(pixel, to) {
    const origin = to(0);
    return (pixel - origin) / (to(1) - origin);
  }

  // Numbers of round places along an axis, from just before the picture to its end.
  function marks(to, size, spacing) {
    const ends = [metresAt(0, to), metresAt(size, to)];
    const first = Math.ceil(Math.min(...ends) / spacing) - 1;
    return Array.from({ length: Math.floor(Math.max(...ends) / spacing) - first + 1 }, (_, k) => first + k);
  }

  function label(k, spacing, y, ratio) {
    const decimals = Math.max(0, -Math.floor(Math.log10(spacing) + 1e-9));
    context.fillStyle = colours.quiet;
    context.textAlign = "left";
    context.fillText(`${(k * spacing).toFixed(decimals)} m`, toX(k * spacing) + 6 * ratio, y);
  }

  function slabs(spacing) {
    const edge = toY(0);
    for (const k of marks(toX, canvas.width, spacing)) {
      context.fillStyle = k % 2 ? colours.floor : colours.floorOther;
      context.fillRect(toX(k * spacing), edge, spacing * scale + 1, canvas.height - edge);
    }
  }

  function floor(ratio, spacing) {
    const edge = toY(0);
    slabs(spacing);
    context.fillStyle = colours.panel;
    for (const k of marks(toX, canvas.width, spacing)) {
      context.fillRect(toX(k * spacing), 0, ratio, edge);
    }
  }

  function squares(ratio, spacing) {
    const { width, height } = canvas;
    for (const k of marks(toX, width, spacing)) {
      context.fillStyle = colours.panel;
      context.fillRect(toX(k * spacing), 0, (k === 0 ? 3 : 1) * ratio, height);
      label(k, spacing, height - 8 * ratio, ratio);
    }
    context.fillStyle = colours.panel;
    for (const k of marks(toY, height, spacing)) {
      context.fillRect(0, toY(k * spacing), width, (k === 0 ? 3 : 1) * ratio);
    }
  }

  // The ends of moving shapes: [x, y, radius].
  function ends(poses) {
    return episode.shapes.filter((shape) => shape.body >= 0 && shape.tint !== "joint").flatMap((shape) =>
      shape.points.flatMap((x, k) => k % 2 ? []
        : [[...placed(poses[shape.body], x, shape.points[k + 1]), shape.radius]]));
  }

  function shadow(poses, ratio) {
    const all = ends(poses);
    const from = Math.min(...all.map(([x, , radius]) => x - radius));
    const to = Math.max(...all.map(([x, , radius]) => x + radius));
    const lowest = Math.min(...all.map(([, y, radius]) => y - radius));
    context.fillStyle = colours.shadow;
    context.globalAlpha = Math.max(0.25, 1 - 2 * Math.max(0, lowest));
    context.beginPath();
    context.ellipse(toX((from + to) / 2), toY(0) + 5 * ratio, (to - from) / 2 * scale, 5 * ratio, 0, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
  }

  // The floor yields: what has sunk in is seen through it. What touches it lights up its edge.
  function floorInFront(poses, ratio, spacing) {
    context.globalAlpha = 0.5;
    slabs(spacing);
    context.globalAlpha = 1;
    for (const k of marks(toX, canvas.width, spacing)) {
      label(k, spacing, Math.min(toY(0) + 24 * ratio, canvas.height - 6 * ratio), ratio);
    }
    context.fillStyle = colours.floorEdge;
    context.fillRect(0, toY(0) - ratio, canvas.width, 2 * ratio);
    context.fillStyle = colours.contact;
    for (const [x, y, radius] of ends(poses)) {
      if (y - radius < CONTACT) {
        context.fillRect(toX(x - 1.4 * radius), toY(0) - 2 * ratio, 2.8 * radius * scale, 4 * ratio);
      }
    }
  }

  function trail(time, ratio) {
    if (!episode.trail) {
      return;
    }
    const { body, point } = episode.trail;
    const length = Math.min(time, TRAIL_SECONDS / stepSeconds);
    context.strokeStyle = colours.accent;
    context.lineWidth = 2 * ratio;
    context.lineCap = "butt";
    const pieces = Math.max(TRAIL_PIECES_AT_LEAST, Math.ceil(length));
    let before = null;
    for (let piece = 0; piece <= pieces; piece++) {
      const share = piece / pieces;
      const [x, y] = placed(poseAt(episode, body, time - length * (1 - share)), point[0], point[1]);
      if (before) {
        context.globalAlpha = 0.7 * share * share;
        context.beginPath();
        context.moveTo(...before);
        context.lineTo(toX(x), toY(y));
        context.stroke();
      }
      before = [toX(x), toY(y)];
    }
    context.globalAlpha = 1;
  }

  function trace(shape, pose) {
    context.beginPath();
    for (let k = 0; k < shape.points.length; k += 2) {
      const [x, y] = placed(pose, shape.points[k], shape.points[k + 1]);
      context.lineTo(toX(x), toY(y));
    }
    if (shape.points.length === 2) {
      // A path of one point has no length, and gets no caps.
      const [x, y] = placed(pose, shape.points[0], shape.points[1]);
      context.lineTo(toX(x) + 0.01, toY(y));
    }
    if (shape.filled) {
      context.closePath();
    }
  }

  // A canvas takes no line of width zero, and keeps the width it had.
  function paint(shape, colour, width) {
    context.strokeStyle = colour;
    context.fillStyle = colour;
    if (width > 0) {
      context.lineWidth = width;
      context.stroke();
    }
    if (shape.filled) {
      context.fill();
    }
  }

  function draw(shape, pose, ratio) {
    const width = Math.max(2 * shape.radius * scale, shape.filled ? 0 : 1.5 * ratio);
    context.lineCap = "round";
    context.lineJoin = "round";
    trace(shape, pose);
    if (shape.body >= 0) {
      paint(shape, colours.outline, width + 2 * OUTLINE * ratio);
    }
    paint(shape, colours[shape.tint], width);
  }

  return {
    // Colours follow the page's scheme, pixels its size.
    fit() {
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(`--${name}`).trim();
      colours = { floorOther: colour("floor-other"), floorEdge: colour("floor-edge") };
      for (const name of ["quiet", "accent", "panel", "floor", "outline", "shadow", "trunk", "first", "second", "joint",
        "frame", "ground", "goal", "contact"]) {
        colours[name] = colour(name);
      }
      canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
      canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
    },

    // Draws a time counted in steps.
    show(time) {
      const ratio = devicePixelRatio;
      const poses = Array.from({ length: episode.bodies }, (_, body) => poseAt(episode, body, time));
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.font = `${11 * ratio}px system-ui, sans-serif`;
      aim(time);
      const spacing = roundDistance(scale, 90 * ratio);
      if (episode.backdrop === "floor") {
        floor(ratio, spacing);
        shadow(poses, ratio);
      } else if (episode.backdrop !== "empty") {
        squares(ratio, spacing);
      }
      const still = episode.shapes.filter((shape) => shape.body < 0);
      const moving = episode.shapes.filter((shape) => shape.body >= 0);
      still.filter((shape) => shape.tint !== "joint").forEach((shape) => draw(shape, [0, 0, 0], ratio));
      trail(time, ratio);
      moving.forEach((shape) => draw(shape, poses[shape.body], ratio));
      if (episode.backdrop === "floor") {
        floorInFront(poses, ratio, spacing);
      }
      still.filter((shape) => shape.tint === "joint").forEach((shape) => draw(shape, [0, 0, 0], ratio));
    },
  };
}
