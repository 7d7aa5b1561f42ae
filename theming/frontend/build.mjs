// From the sources in this folder to the few files that pages load. Called by `python -m theming.build`.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const target = process.argv[2];
const FONTS = ["fira-sans-latin-400-normal.woff2", "fira-sans-latin-600-normal.woff2"];
const BROWSERS = ["chrome111", "firefox113", "safari16.2"]; // the first with color-mix()

await mkdir(target, { recursive: true });
const made = sass.compile(join(here, "styles/app.scss"), {
  loadPaths: [packages],
  silenceDeprecations: ["if-function"], // in KERN's sources
});
const styles = made.css.replaceAll("@fontsource/fira-sans/files/", "./");
await writeFile(join(target, "app.css"), styles);
const common = { allowOverwrite: true, minify: true, logLevel: "error", target: BROWSERS };
await build({ ...common, entryPoints: [join(target, "app.css")], outfile: join(target, "app.css"), external: ["*.woff2"], bundle: true });
for (const script of ["app.js", "upload.js", "talk.js"]) {
  await build({ ...common, entryPoints: [join(here, script)], outfile: join(target, script), format: "esm", bundle: true });
}
await copyFile(join(packages, "htmx.org/dist/htmx.min.js"), join(target, "htmx.js"));
for (const font of FONTS) {
  await copyFile(join(packages, "@fontsource/fira-sans/files", font), join(target, font));
}
