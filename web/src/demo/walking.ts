const STEPS_PER_SECOND = 2;
const LONGEST_FRAME_MS = 100;

/** Whether the person asked the system for less motion. */
export const lessMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Drives a walk, two steps a second, until it is stopped: gliding from frame to frame, or in whole
 * steps where the person asked for less motion.
 *
 * @param step Takes a share of a step.
 * @returns Stops it.
 */
export function drive(step: (share: number) => void): () => void {
  if (lessMotion()) {
    const timer = setInterval(() => step(1), 1000 / STEPS_PER_SECOND);
    return () => clearInterval(timer);
  }
  let last = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    // A page that was hidden for an hour does not leap.
    const passed = Math.min(Math.max(now - last, 0), LONGEST_FRAME_MS);
    last = now;
    step((passed / 1000) * STEPS_PER_SECOND);
    frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}
