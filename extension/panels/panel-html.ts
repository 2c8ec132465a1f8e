export interface PanelHtml {
  readonly title: string;
  /** Webview URIs of the panel's script and style sheet. */
  readonly script: string;
  readonly style: string;
  readonly cspSource: string;
  readonly nonce: string;
  /** A language tag of BCP 47, and what the page's words are in it; undefined: as they are written. */
  readonly language: string;
  readonly words: Readonly<Record<string, string>> | undefined;
}

/** The empty page of a panel: its own script by nonce, its own style sheet, and nothing from elsewhere. */
export function panelHtml(page: PanelHtml): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource} 'nonce-${page.nonce}'`,
    `font-src ${page.cspSource}`,
    `img-src ${page.cspSource}`,
  ].join('; ');
  const words = page.words === undefined ? '' : ` data-words="${escapeHtml(JSON.stringify(page.words))}"`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${page.nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(page.style)}">
<title>${escapeHtml(page.title)}</title>
</head>
<body>
<main id="root"${words}></main>
<script type="module" nonce="${page.nonce}" src="${escapeHtml(page.script)}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
