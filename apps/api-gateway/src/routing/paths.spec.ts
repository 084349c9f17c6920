import { methodsOf, rewriteVerb, routerPath } from './paths';

describe('paths', () => {
  it('turns the form of OpenAPI into that of the router', () => {
    expect(routerPath('/jobs/{job_id}:claim')).toBe('/jobs/:job_id/~claim');
    expect(routerPath('/objects/{object_id}/access/{access_id}')).toBe(
      '/objects/:object_id/access/:access_id',
    );
  });

  it.each([
    ['POST', '/jobs/nmdc:a:claim', '/jobs/nmdc:a/~claim'],
    ['POST', '/jobs/nmdc%3Aa%3Aclaim?x=:claim', '/jobs/nmdc%3Aa/~claim?x=:claim'],
    ['POST', '/jobs/nmdc:a%3arelease', '/jobs/nmdc:a/~release'],
    ['POST', '/sites/s:generateCredentials', '/sites/s/~generateCredentials'],
    ['POST', '/jobs/a:claim:claim', '/jobs/a:claim/~claim'],
    ['POST', '/jobs/release', '/jobs/release'],
    ['POST', '/jobs/:claim', '/jobs/:claim'],
    ['GET', '/jobs/a:claim', '/jobs/a:claim'],
    ['POST', '/jobs/a:unclaim', '/jobs/a:unclaim'],
    ['POST', '/jobs/a/~claim', '/~'],
  ])('%s %s becomes %s', (method, url, rewritten) => {
    expect(rewriteVerb(method, url)).toBe(rewritten);
  });

  it('knows which methods a path takes', () => {
    expect(methodsOf('/jobs')).toEqual(['GET', 'POST']);
    expect(methodsOf('/jobs/nmdc:a%3Aclaim')).toEqual(expect.arrayContaining(['POST']));
    expect(methodsOf('/nowhere')).toEqual([]);
    expect(methodsOf('/')).toEqual(['GET']);
  });
});
