"use strict";

// Numbers of an episode: poses between steps, the camera's way, and from metres to pixels.

const POSE_NUMBERS = 3;

// The pose [x, y, angle] of a body after a whole number of steps.
function poseAfter(episode, body, step) {
  const from = (step * episode.bodies + body) * POSE_NUMBERS;
  return episode.poses.slice(from, from + POSE_NUMBERS);
}

// A point of a body's frame in the world.
function placed(pose, x, y) {
  const cosine = Math.cos(pose[2]);
  const sine = Math.sin(pose[2]);
  return [pose[0] + cosine * x - sine * y, pose[1] + sine * x + cosine * y];
}

// A pose as seen from another body.
function seenFrom(other, pose) {
  const [x, y] = placed([0, 0, -other[2]], pose[0] - other[0], pose[1] - other[1]);
  return [x, y, pose[2] - other[2]];
}

// Between two poses; the short way round, as an angle may have been wrapped.
function between(from, to, part) {
  const turn = to[2] - from[2];
  const shortest = turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI));
  return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1]), from[2] + part * shortest];
}

// The pose of a body at a time counted in steps, which need not be whole. What hangs on another body moves with it, so
// that hinges hold between steps too.
function poseAt(episode, body, time) {
  const last = episode.returns.length - 1;
  const step = Math.min(Math.floor(time), last);
  const next = Math.min(step + 1, last);
  const part = time - step;
  const from = poseAfter(episode, body, step);
  const to = poseAfter(episode, body, next);
  const parent = episode.parents[body];
  if (parent < 0 || part === 0) {
    return between(from, to, part);
  }
  const carrier = poseAt(episode, parent, time);
  const own = between(
    seenFrom(poseAfter(episode, parent, step), from), seenFrom(poseAfter(episode, parent, next), to), part);
  return [...placed(carrier, own[0], own[1]), carrier[2] + own[2]];
}

// One coordinate of the followed body at every step, averaged over a window that shrinks towards the ends.
function smoothed(episode, coordinate, window) {
  const count = episode.returns.length;
  const stride = episode.bodies * POSE_NUMBERS;
  const sums = new Float64Array(count + 1);
  for (let step = 0; step < count; step++) {
    sums[step + 1] = sums[step] + episode.poses[step * stride + episode.followed * POSE_NUMBERS + coordinate];
  }
  return Float64Array.from({ length: count }, (_, step) => {
    const half = Math.min(window, step, count - 1 - step);
    return (sums[step + half + 1] - sums[step - half]) / (2 * half + 1);
  });
}

// Where the camera looks at a time: along a body where the backdrop passes by, else at the origin.
function createCamera(episode, stepSeconds) {
  const window = Math.round(0.25 / stepSeconds);
  const followed = { floor: [0], water: [0, 1] }[episode.backdrop] || [];
  const ways = followed.map((coordinate) => smoothed(episode, coordinate, window));
  return (time) => [0, 1].map((coordinate) => {
    const way = ways[coordinate];
    if (!way) {
      return 0;
    }
    const step = Math.min(Math.floor(time), way.length - 1);
    const next = Math.min(step + 1, way.length - 1);
    return way[step] + (time - step) * (way[next] - way[step]);
  });
}

// A round distance, in metres, that is at least so many pixels wide.
function roundDistance(pixelsPerMetre, pixels) {
  const decade = Math.pow(10, Math.floor(Math.log10(pixels / pixelsPerMetre)));
  return decade * [1, 2, 5, 10].find((factor) => factor * decade * pixelsPerMetre >= pixels);
}
