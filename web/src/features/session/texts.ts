import { texts } from '@/model/language';

export const sessionTexts = texts(
  {
    setupTitle: 'Welcome to Easel',
    setupLead:
      'Choose the password with which you will log in. There is one owner, and no e-mail: keep it well.',
    password: 'Password',
    repeat: 'Password again',
    tooShort: 'At least 8 characters.',
    different: 'The two passwords differ.',
    start: 'Start',
    loginTitle: 'Log in',
    logIn: 'Log in',
    setupNeeded: 'Almost there',
    setupNeededLead:
      'Easel printed a link when it was started for the first time. Open it to choose your password.',
    setupNeededHint: 'No link at hand? Start Easel again: it prints a new one until a password is chosen.',
  },
  {
    setupTitle: '欢迎使用 Easel',
    setupLead: '请设置登录密码。系统只有一个所有者，也没有邮箱找回，请妥善保管。',
    password: '密码',
    repeat: '再次输入密码',
    tooShort: '至少 8 个字符。',
    different: '两次输入的密码不一致。',
    start: '开始使用',
    loginTitle: '登录',
    logIn: '登录',
    setupNeeded: '还差一步',
    setupNeededLead: 'Easel 首次启动时会输出一个链接。请打开该链接设置密码。',
    setupNeededHint: '找不到链接？重新启动 Easel 即可：在设置密码之前，它每次都会输出新的链接。',
  },
);
