/**
 * Letters of 3×5 pixels, for labels on sheets: the same pixels on every machine, without a font file.
 */
import type { Tensor } from "@unclip/tensor";

/** Five rows a letter, top to bottom; the bits of a digit are its three pixels, the leftmost worth 4. */
// biome-ignore format: a table is read by eye
const letters: Readonly<Record<string, string>> = {
  A: "25755", B: "65656", C: "34443", D: "65556", E: "74647", F: "74644", G: "34553", H: "55755", I: "72227",
  J: "11152", K: "55655", L: "44447", M: "57755", N: "65555", O: "25552", P: "65644", Q: "25563", R: "65655",
  S: "34216", T: "72222", U: "55557", V: "55552", W: "55775", X: "55255", Y: "55222", Z: "71247",
  "0": "75557", "1": "26227", "2": "61247", "3": "61216", "4": "55711", "5": "74616", "6": "34652", "7": "71222",
  "8": "25252", "9": "25316", " ": "00000", ".": "00002", ",": "00024", ":": "02020", ";": "02024", "-": "00700",
  "−": "00700", "+": "02720", "=": "07070", "/": "11244", "(": "12221", ")": "42224", "%": "51245", "'": "22000",
  '"': "55000", "!": "22202", "?": "61202", "#": "57575", _: "00007", "*": "05250", "×": "05250", "<": "12421",
  ">": "42124", "→": "01710", "…": "00005", Θ: "25752", Η: "06555", "°": "25200",
};

/** Drawn for a letter that is not here. */
const unknown = "77777";

/** Pixels from one letter to the next, and height of a letter, at scale 1. */
const advance = 4;
export const letterHeight = 5;

/**
 * Draws text in black into a picture [3, H, W], in place, its top left corner at (top, left), in at most `width`
 * pixels; what does not fit ends in "…". Lower case is drawn as capitals.
 */
export function drawText(
  picture: Tensor,
  text: string,
  top: number,
  left: number,
  width: number,
  scale: number,
): void {
  const all = [...text.toUpperCase()];
  const fitting = Math.floor((width + scale) / (advance * scale));
  const shown =
    all.length <= fitting ? all : [...all.slice(0, Math.max(0, fitting - 1)), "…"].slice(0, fitting);
  const [, height = 0, wide = 0] = picture.shape;
  for (const [i, letter] of shown.entries()) {
    const rows = letters[letter] ?? unknown;
    for (let y = 0; y < letterHeight * scale; y++) {
      for (let x = 0; x < 3 * scale; x++) {
        const bits = Number(rows[Math.floor(y / scale)]);
        if (!(bits & (4 >> Math.floor(x / scale)))) continue;
        const at = (top + y) * wide + left + i * advance * scale + x;
        for (let c = 0; c < 3; c++) picture.data[c * height * wide + at] = -1;
      }
    }
  }
}
