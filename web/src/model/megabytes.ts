import { decimals } from "../language/language";
/** Bytes as megabytes (of a million bytes) with one decimal. */
export function megabytes(bytes: number): string {
  return decimals(bytes / 1e6, 1);
}
