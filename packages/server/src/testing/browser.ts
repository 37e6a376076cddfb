/** A browser without a screen: follows redirects, keeps cookies by host and path, sends forms. */

export type Page = { status: number; url: URL; text: string; headers: Headers };
type Cookie = { name: string; value: string; host: string; path: string; sameSite: string };

export type Browser = Awaited<ReturnType<typeof createBrowser>>;

export function createBrowser() {
  let jar: Cookie[] = [];
  const cookiesFor = ({ host, pathname }: URL) =>
    jar.filter((cookie) => cookie.host === host && pathname.startsWith(cookie.path));

  const keep = (url: URL, header: string): void => {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const [name = '', ...value] = pair.split('=');
    const of = (key: string) =>
      attributes.find((each) => each.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = of('path') ?? '/';
    jar = jar.filter((cookie) => !(cookie.name === name && cookie.host === url.host && cookie.path === path));
    const expires = of('expires');
    const isGone = of('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now());
    if (!isGone)
      jar.push({ name, value: value.join('='), host: url.host, path, sameSite: of('samesite') ?? '' });
  };

  const load = async (address: string | URL, form?: Record<string, string>): Promise<Page> => {
    const url = new URL(address);
    const cookie = cookiesFor(url)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) },
      ...(form ? { body: new URLSearchParams(form) } : {}),
      redirect: 'manual',
    });
    for (const header of answer.headers.getSetCookie()) keep(url, header);
    return { status: answer.status, url, text: await answer.text(), headers: answer.headers };
  };

  return {
    load,
    cookie: (name: string) => jar.find((cookie) => cookie.name === name),
    setCookie: (name: string, value: string) => {
      jar = jar.map((cookie) => (cookie.name === name ? { ...cookie, value } : cookie));
    },
    /** Follows redirects until a page comes or `until` says that it goes no further. */
    follow: async (from: Page, until: (next: URL) => boolean = () => false): Promise<Page | URL> => {
      let page = from;
      for (let hops = 0; hops < 20; hops += 1) {
        const location = page.headers.get('location');
        if (location === null) return page;
        const next = new URL(location, page.url);
        if (until(next)) return next;
        page = await load(next);
      }
      throw new Error(`too many redirects, the last one to ${page.url}`);
    },
  };
}
