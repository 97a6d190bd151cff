"""The spread of initial weights, fan-in and fan-out, and the loss that such weights lead to."""


def fans(inputs: int, units: int, kernel_size: int) -> tuple[int, int]:
    """The inputs of one unit and the units that use one input, counted as connections."""
    area = 1
    for _ in ("height", "width") if kernel_size else ():
        area = sum(area for _ in range(kernel_size))
    return sum(area for _ in range(inputs)), sum(area for _ in range(units))


def deviation(scheme: str, fan_in: float, fan_out: float) -> float:
    """The standard deviation of the weights by glorot, he or lecun."""
    import numpy

    fan = {"glorot": float(numpy.mean([fan_in, fan_out])), "he": fan_in / 2, "lecun": fan_in}[scheme]
    return float(1 / numpy.sqrt(fan))


def limit(spread: float) -> float:
    """The limit of the uniform distribution with this standard deviation: on [-r, r] its variance is r² / 3."""
    import numpy

    return float(numpy.sqrt(3.0) * spread)


def first_loss(task: str, outputs: int) -> float:
    """The loss of one example if all outputs are equal, as small weights make them: softmax for classes, sigmoid otherwise."""
    import numpy

    if task == "classes":
        scores = numpy.zeros(outputs)
        return float(-numpy.log(numpy.exp(scores[0]) / numpy.exp(scores).sum()))
    return float(-numpy.mean(numpy.log(1 / (1 + numpy.exp(-numpy.zeros(outputs))))))
