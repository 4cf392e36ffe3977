using MLTransfer.Imaging.HeatMaps;

namespace MLTransfer.Tests.Imaging.HeatMaps;

public class GridPositionTests
{
    [Fact]
    public void Centres_of_cells_have_their_values_and_what_lies_between_is_shared()
    {
        // Eight pixels over four cells: pixel centres lie a quarter and three quarters into each cell.
        GridPosition[] positions = GridPosition.Along(new(0, 1, 8), new(0, 1, 8), 4);
        Assert.All(positions, p => Assert.True(p.IsInside));
        Assert.Equal([0, .25, .75, 1.25, 1.75, 2.25, 2.75, 3], positions.Select(At));
    }

    [Fact]
    public void What_the_network_did_not_see_is_outside()
    {
        // A photo of 100 pixels drawn on 20, of which pixels 30 to 80 were seen.
        GridPosition[] positions = GridPosition.Along(new(0, 5, 20), new(30, .5, 100), 5);
        Assert.Equal(Enumerable.Range(6, 10), positions.Index().Where(p => p.Item.IsInside).Select(p => p.Index));
        Assert.Equal(3.75, At(positions[14]), 1e-6);
        Assert.Equal(4, At(positions[15]));
    }

    private static double At(GridPosition position) => position.Lower + position.Share;
}
