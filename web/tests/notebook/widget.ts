import { expect, type Locator, type Page } from "@playwright/test";

/** The widget that a page shows. */
export function widget(page: Page): Locator {
  return page.locator(".morphing-faces");
}

/** Moves the mouse over the face, from (-1, -1) at its bottom left to (1, 1). */
export async function hover(page: Page, x: number, y: number): Promise<void> {
  const face = widget(page).getByRole("application").first();
  await expect(face).toBeVisible();
  await expect(widget(page).locator("[inert]")).toHaveCount(0);
  const box = await face.boundingBox();
  if (!box) throw new Error("there is no face");
  // Waits until the face stands still: what a cell says below or above it moves it.
  const position = { x: (0.5 + x / 2) * box.width, y: (0.5 - y / 2) * box.height };
  await face.hover({ position });
}

/** Types a line of commands, and waits for what is said to it. */
export async function said(page: Page, line: string, answer: string): Promise<void> {
  const input = widget(page).getByRole("textbox", { name: "A line of commands" }).first();
  await input.fill(line);
  await input.press("Enter");
  await expect(widget(page).locator("output").last()).toContainText(answer);
}
