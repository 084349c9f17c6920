import { html, prose } from './html';

describe('html', () => {
  it('escapes what is put in, in texts and in attributes', () => {
    const evil = `<img src=x onerror="alert('1')">&`;
    const safe = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;';
    expect(html`<a title="${evil}">${evil}</a>`.text).toBe(`<a title="${safe}">${safe}</a>`);
  });

  it('takes HTML, lists and nothing', () => {
    const letters = ['a', 'b'].map((letter) => html`<i>${letter}</i>`);
    expect(html`<p>${letters}${undefined}</p>`.text).toBe('<p><i>a</i><i>b</i></p>');
  });

  it('shows what stands between backticks as code, escaped too', () => {
    expect(prose('say `<b>` & go').text).toBe('say <code>&lt;b&gt;</code> &amp; go');
  });
});
