export const suffixPattern = /^[a-z0-9_-]{1,40}$/;

/** An address ending for a project's name: "Red & green apples" → "red-green-apples"; "model" where nothing is left. */
export function suggestSuffix(project: string): string {
  const plain = project
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 40).replace(/-+$/, '') || 'model';
}

/** What is asked. `threshold`: of an object detection model; `ofSounds`: of one of sound classification. */
export interface Endpoint {
  readonly suffix: string;
  readonly threshold?: number | undefined;
  readonly ofSounds?: boolean | undefined;
}

export interface CallExamples {
  readonly plain: string;
  readonly python: string;
  /** EasyDL's two steps: a key for an access token, then the question. */
  readonly easydl: string;
}

/** Lines to paste into a terminal. `origin` such as "http://127.0.0.1:8700"; without a secret a placeholder stands in. */
export function callExamples(
  origin: string,
  { suffix, threshold, ofSounds = false }: Endpoint,
  secrets: {
    readonly token?: string | undefined;
    readonly key?: { readonly client_id: string; readonly client_secret: string } | undefined;
  },
): CallExamples {
  const { client_id: id, client_secret: secret } = secrets.key ?? {
    client_id: 'API_KEY',
    client_secret: 'SECRET_KEY',
  };
  const finds = threshold !== undefined;
  const field = finds ? `,"threshold":${threshold}` : '';
  const query = finds ? `?threshold=${threshold}` : '';
  const file = ofSounds ? 'sound.wav' : 'photo.jpg';
  const address = `${origin}/api/v1/predict/${suffix}${query}`;
  const token = secrets.token ?? 'TOKEN';
  const service = () => {
    if (ofSounds) return 'sound_cls';
    return finds ? 'detection' : 'classification';
  };
  return {
    plain: [
      `curl --data-binary @${file}`,
      `  -H 'Content-Type: application/octet-stream'`,
      `  -H 'Authorization: Bearer ${token}'`,
      `  ${finds ? `'${address}'` : address}`,
    ].join(' \\\n'),
    python: [
      'import json',
      'import urllib.request',
      '',
      'request = urllib.request.Request(',
      `    "${address}",`,
      `    data=open("${file}", "rb").read(),`,
      `    headers={"Content-Type": "application/octet-stream", "Authorization": "Bearer ${token}"},`,
      ')',
      'print(json.load(urllib.request.urlopen(request)))',
    ].join('\n'),
    easydl: [
      `curl '${origin}/oauth/2.0/token?grant_type=client_credentials&client_id=${id}&client_secret=${secret}'`,
      `(printf '{"${ofSounds ? 'sound' : 'image'}":"'; base64 -w0 ${file}; printf '"${field}}') |`,
      `  curl --data-binary @- -H 'Content-Type: application/json' \\`,
      `  '${origin}/rpc/2.0/ai_custom/v1/${service()}/${suffix}?access_token=ACCESS_TOKEN'`,
    ].join('\n'),
  };
}
