"""The plain script: ResNet-18 of torchvision from nothing at 32 × 32, SGD with momentum, one-cycle cosine, flips and crops.

usage: peer.py FOLDER EPOCHS     prints accuracy on FOLDER/test and the seconds from start to end
"""

import math
import sys
import time

import torch
import torchvision
from torchvision import transforms

start = time.time()
folder, epochs = sys.argv[1], int(sys.argv[2])
torch.manual_seed(1)
normalise = [transforms.ToTensor(), transforms.Normalize([0.449] * 3, [0.226] * 3)]
train = torchvision.datasets.ImageFolder(
    f"{folder}/train", transforms.Compose([transforms.Resize(32), transforms.RandomHorizontalFlip(),
                                           transforms.RandomResizedCrop(32, (0.65, 1), (1 / 1.15, 1.15)), *normalise]))
test = torchvision.datasets.ImageFolder(f"{folder}/test", transforms.Compose([transforms.Resize(32), *normalise]))
batches = torch.utils.data.DataLoader(train, 64, shuffle=True, drop_last=True)
network = torchvision.models.resnet18(num_classes=len(train.classes)).to(memory_format=torch.channels_last)
optimiser = torch.optim.SGD(network.parameters(), 0.05, momentum=0.9, nesterov=True, weight_decay=1e-4)
total = epochs * len(batches)
schedule = torch.optim.lr_scheduler.LambdaLR(
    optimiser, lambda step: min((step + 1) / (total / 20), 0.5 * (1 + math.cos(math.pi * step / total))))
for _ in range(epochs):
    network.train()
    for pictures, labels in batches:
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(network(pictures.to(memory_format=torch.channels_last)), labels,
                                                 label_smoothing=0.1)
        loss.backward()
        optimiser.step()
        schedule.step()
network.eval()
with torch.no_grad():
    right = sum((network(p.to(memory_format=torch.channels_last)).argmax(1) == l).sum().item()
                for p, l in torch.utils.data.DataLoader(test, 64))
print(right / len(test), time.time() - start)
