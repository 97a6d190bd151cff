"""Square kernels on square images, in the letters of the size formula."""

from examgen.authoring import Field, Input, Network, Question, layers


class SquareKernel(Question):
    """An f × f kernel on an n × n image with zero padding p and stride s."""

    n: int = Field(ge=1, le=100_000, description="Side length of the image.")
    f: int = Field(ge=1, description="Side length of the kernels.")
    p: int = Field(0, ge=0, description="Zero padding on every side.")
    s: int = Field(1, ge=1, description="Stride.")

    @property
    def padded(self) -> Network:
        """The image ``x``, and with its zeros ``padded``."""
        return Network(x=Input(self.n, self.n, 1)).add("padded", layers.ZeroPadding2D(padding=self.p))
