/** What the server reads, as a language server's client names it. The server has the last word on each document. */
export interface Filter {
  readonly language?: string;
  readonly pattern?: string;
  readonly scheme: string;
}

// Language ids belong to whichever extension colours the file: VS Code itself, REST Client, httpyac, a user's nginx.
const languages = [
  'http',
  'rest',
  'httpyac',
  'markdown',
  'mdx',
  'asciidoc',
  'restructuredtext',
  'wiretag-accesslog',
  'wiretag-headers',
  'vcl',
  'varnish',
  'nginx',
  'NGINX',
  'apacheconf',
  'apache',
  'caddyfile',
  'haproxy',
];

/** Names of files whose language says too little: a HAR is JSON, a configuration is plain text to most. */
const patterns = [
  '**/*.{http,rest,hresp}',
  '**/*.{har,curl}',
  '**/{access.log,access_log,*.access.log,*-access.log,*_access.log,access.log.*}',
  '**/_headers',
  '**/*.vcl',
  '**/{nginx.conf,nginx/**/*.conf,*.nginx}',
  '**/{.htaccess,httpd.conf,apache2.conf,apache2/**/*.conf,httpd/**/*.conf}',
  '**/{Caddyfile,*.caddyfile}',
  '**/haproxy.cfg',
];

export const served: readonly Filter[] = [
  ...languages.flatMap((language) => ['file', 'untitled'].map((scheme) => ({ scheme, language }))),
  ...patterns.map((pattern) => ({ scheme: 'file', pattern })),
];
