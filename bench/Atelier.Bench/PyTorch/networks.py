"""Inception v4 and Inception-ResNet-v2 in PyTorch, from the paper's figures, under the names of their public weights."""
import torch
from torch import nn


class Unit(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=1e-3)

    def forward(self, x):
        return torch.relu_(self.bn(self.conv(x)))


def same(inputs, outputs, kernel):
    padding = tuple(k // 2 for k in kernel) if isinstance(kernel, tuple) else kernel // 2
    return Unit(inputs, outputs, kernel, padding=padding)


def average():
    return nn.AvgPool2d(3, 1, 1, count_include_pad=False)


class Side(nn.Module):
    """Branches side by side; a name and a list of steps each."""

    def __init__(self, **branches):
        super().__init__()
        for name, branch in branches.items():
            self.add_module(name, nn.Sequential(*branch) if isinstance(branch, list) else branch)

    def join(self, x):
        return torch.cat([branch(x) for branch in self.children()], 1)

    forward = join


class Residual(Side):
    def __init__(self, channels, width, scale, last=False, **branches):
        super().__init__(**branches)
        self.branches = list(branches)
        self.conv2d = nn.Conv2d(width, channels, 1)
        self.scale, self.last = scale, last

    def forward(self, x):
        joined = torch.cat([getattr(self, name)(x) for name in self.branches], 1)
        total = self.conv2d(joined) * self.scale + x
        return total if self.last else torch.relu(total)


class V4C(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch0 = Unit(1536, 256, 1)
        self.branch1_0 = Unit(1536, 384, 1)
        self.branch1_1a = same(384, 256, (1, 3))
        self.branch1_1b = same(384, 256, (3, 1))
        self.branch2_0 = Unit(1536, 384, 1)
        self.branch2_1 = same(384, 448, (3, 1))
        self.branch2_2 = same(448, 512, (1, 3))
        self.branch2_3a = same(512, 256, (1, 3))
        self.branch2_3b = same(512, 256, (3, 1))
        self.branch3 = nn.Sequential(average(), Unit(1536, 256, 1))

    def forward(self, x):
        one = self.branch1_0(x)
        two = self.branch2_2(self.branch2_1(self.branch2_0(x)))
        return torch.cat([
            self.branch0(x), self.branch1_1a(one), self.branch1_1b(one), self.branch2_3a(two), self.branch2_3b(two), self.branch3(x)], 1)


class Classifier(nn.Module):
    def __init__(self, stages, width):
        super().__init__()
        for name, stage in stages:
            self.add_module(name, stage)
        self.stages = [name for name, _ in stages]
        self.last_linear = nn.Linear(width, 1000)

    def forward(self, x):
        for name in self.stages:
            x = getattr(self, name)(x)
        return self.last_linear(x.mean((2, 3)))


def inception_v4():
    def a():
        return Side(
            branch0=Unit(384, 96, 1), branch1=[Unit(384, 64, 1), same(64, 96, 3)],
            branch2=[Unit(384, 64, 1), same(64, 96, 3), same(96, 96, 3)], branch3=[average(), Unit(384, 96, 1)])

    def b():
        return Side(
            branch0=Unit(1024, 384, 1), branch1=[Unit(1024, 192, 1), same(192, 224, (1, 7)), same(224, 256, (7, 1))],
            branch2=[Unit(1024, 192, 1), same(192, 192, (7, 1)), same(192, 224, (1, 7)), same(224, 224, (7, 1)), same(224, 256, (1, 7))],
            branch3=[average(), Unit(1024, 128, 1)])

    features = nn.Sequential(
        Unit(3, 32, 3, 2), Unit(32, 32, 3), same(32, 64, 3),
        Side(maxpool=nn.MaxPool2d(3, 2), conv=Unit(64, 96, 3, 2)),
        Side(
            branch0=[Unit(160, 64, 1), Unit(64, 96, 3)],
            branch1=[Unit(160, 64, 1), same(64, 64, (1, 7)), same(64, 64, (7, 1)), Unit(64, 96, 3)]),
        Side(conv=Unit(192, 192, 3, 2), maxpool=nn.MaxPool2d(3, 2)),
        *(a() for _ in range(4)),
        Side(branch0=Unit(384, 384, 3, 2), branch1=[Unit(384, 192, 1), same(192, 224, 3), Unit(224, 256, 3, 2)], branch2=nn.MaxPool2d(3, 2)),
        *(b() for _ in range(7)),
        Side(
            branch0=[Unit(1024, 192, 1), Unit(192, 192, 3, 2)],
            branch1=[Unit(1024, 256, 1), same(256, 256, (1, 7)), same(256, 320, (7, 1)), Unit(320, 320, 3, 2)], branch2=nn.MaxPool2d(3, 2)),
        *(V4C() for _ in range(3)))
    return Classifier([("features", features)], 1536)


def inception_resnet_v2():
    def block35():
        return Residual(
            320, 128, 0.17, branch0=Unit(320, 32, 1), branch1=[Unit(320, 32, 1), same(32, 32, 3)],
            branch2=[Unit(320, 32, 1), same(32, 48, 3), same(48, 64, 3)])

    def block17():
        return Residual(1088, 384, 0.10, branch0=Unit(1088, 192, 1), branch1=[Unit(1088, 128, 1), same(128, 160, (1, 7)), same(160, 192, (7, 1))])

    def block8(last=False):
        return Residual(
            2080, 448, 1.0 if last else 0.20, last,
            branch0=Unit(2080, 192, 1), branch1=[Unit(2080, 192, 1), same(192, 224, (1, 3)), same(224, 256, (3, 1))])

    return Classifier([
        ("conv2d_1a", Unit(3, 32, 3, 2)), ("conv2d_2a", Unit(32, 32, 3)), ("conv2d_2b", same(32, 64, 3)), ("maxpool_3a", nn.MaxPool2d(3, 2)),
        ("conv2d_3b", Unit(64, 80, 1)), ("conv2d_4a", Unit(80, 192, 3)), ("maxpool_5a", nn.MaxPool2d(3, 2)),
        ("mixed_5b", Side(
            branch0=Unit(192, 96, 1), branch1=[Unit(192, 48, 1), same(48, 64, 5)],
            branch2=[Unit(192, 64, 1), same(64, 96, 3), same(96, 96, 3)], branch3=[average(), Unit(192, 64, 1)])),
        ("repeat", nn.Sequential(*(block35() for _ in range(10)))),
        ("mixed_6a", Side(branch0=Unit(320, 384, 3, 2), branch1=[Unit(320, 256, 1), same(256, 256, 3), Unit(256, 384, 3, 2)], branch2=nn.MaxPool2d(3, 2))),
        ("repeat_1", nn.Sequential(*(block17() for _ in range(20)))),
        ("mixed_7a", Side(
            branch0=[Unit(1088, 256, 1), Unit(256, 384, 3, 2)], branch1=[Unit(1088, 256, 1), Unit(256, 288, 3, 2)],
            branch2=[Unit(1088, 256, 1), same(256, 288, 3), Unit(288, 320, 3, 2)], branch3=nn.MaxPool2d(3, 2))),
        ("repeat_2", nn.Sequential(*(block8() for _ in range(9)))), ("block8", block8(last=True)), ("conv2d_7b", Unit(2080, 1536, 1)),
    ], 1536)
