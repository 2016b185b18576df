import { texts } from '@/model/language';

export const projectsTexts = texts(
  {
    title: 'Projects',
    lead: 'A project holds your pictures, the models learnt from them, and what is published.',
    create: 'New project',
    name: 'Name',
    nameHints: {
      'image-classification': 'What shall be told apart? For example “Ripe and unripe tomatoes”.',
      'object-detection': 'What shall be found? For example “Bees at the hive”.',
    },
    nameMissing: 'A project needs a name.',
    task: 'Task',
    tasks: { 'image-classification': 'Image classification', 'object-detection': 'Object detection' },
    taskHelp: {
      'image-classification': 'Which class does a picture belong to?',
      'object-detection': 'What is in a picture, where, and how many?',
    },
    createAction: 'Create project',
    emptyTitle: 'Make your first model',
    emptyText:
      'Bring a few dozen photos of each thing that you want to tell apart. Easel learns from them in minutes, tells you honestly how good the model is, and puts it on the web for your programs.',
    pictures: (n: string, count: number) => `${n} ${count === 1 ? 'picture' : 'pictures'}`,
    classes: (n: string, count: number) => `${n} ${count === 1 ? 'class' : 'classes'}`,
    accuracy: 'Accuracy',
    map50: 'mAP50',
    noPictures: 'No pictures yet',
    noModel: 'Not trained yet',
    live: 'Live',
  },
  {
    title: '项目',
    lead: '每个项目包含图片、由图片训练出的模型，以及已发布的服务。',
    create: '新建项目',
    name: '名称',
    nameHints: {
      'image-classification': '想要区分什么？例如“成熟与未成熟的番茄”。',
      'object-detection': '想要找到什么？例如“蜂箱口的蜜蜂”。',
    },
    nameMissing: '请填写项目名称。',
    task: '任务',
    tasks: { 'image-classification': '图像分类', 'object-detection': '物体检测' },
    taskHelp: {
      'image-classification': '判断图片属于哪个类别',
      'object-detection': '找出图中有什么、在哪里、有多少',
    },
    createAction: '创建项目',
    emptyTitle: '创建你的第一个模型',
    emptyText:
      '为每个想区分的类别准备几十张照片。Easel 几分钟就能学会，如实告诉你模型有多准确，并发布成可供程序调用的接口。',
    pictures: (n: string) => `${n} 张图片`,
    classes: (n: string) => `${n} 个类别`,
    accuracy: '准确率',
    map50: 'mAP50',
    noPictures: '还没有图片',
    noModel: '尚未训练',
    live: '已发布',
  },
);
