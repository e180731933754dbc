/**
 * Whether this computer has a graphics processor that pages may compute on.
 *
 * @param played Whether one that the processor only plays will do: it makes no face sooner.
 */
export async function hasGpu(played: boolean): Promise<boolean> {
  const gpu: GPU | undefined = navigator.gpu;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  return Boolean(adapter && (played || !isPlayed(adapter)));
}

/** Browsers said it of the adapter before they said it of what is known of it. */
function isPlayed(adapter: GPUAdapter & { isFallbackAdapter?: boolean }): boolean {
  return adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
}
