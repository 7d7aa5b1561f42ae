// From the sources in this folder to the few files that pages load. Called by `python -m theming.build`.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const target = process.argv[2];
const FONTS = [
  "@fontsource/fira-sans/files/fira-sans-latin-400-normal.woff2",
  "@fontsource/fira-sans/files/fira-sans-latin-600-normal.woff2",
  "@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2",
];
const BROWSERS = ["chrome111", "firefox113", "safari16.2"]; // the first with color-mix()

await mkdir(target, { recursive: true });
const common = { allowOverwrite: true, minify: true, logLevel: "error", target: BROWSERS };
for (const sheet of ["app", "workshop", "map", "panel"]) { // every page; where a place is shaped; pages with a map; the control panel
  const made = sass.compile(join(here, `styles/${sheet}.scss`), {
    loadPaths: [packages],
    silenceDeprecations: ["if-function"], // in KERN's sources
  });
  const file = join(target, `${sheet}.css`);
  const styles = made.css.replaceAll("@fontsource/fira-sans/files/", "./").replaceAll(/url\(["']?images\/[^)]*\)/g, "none"); // Leaflet's pictures: we draw our own
  await writeFile(file, styles);
  await build({ ...common, entryPoints: [file], outfile: file, external: ["*.woff2"], bundle: true });
}
for (const script of ["app.js", "editor.js", "map.js", "progress.js", "talk.js", "upload.js"]) {
  await build({ ...common, entryPoints: [join(here, script)], outfile: join(target, script), format: "esm", bundle: true });
}
await copyFile(join(packages, "htmx.org/dist/htmx.min.js"), join(target, "htmx.js"));
for (const font of FONTS) {
  await copyFile(join(packages, font), join(target, basename(font)));
}
