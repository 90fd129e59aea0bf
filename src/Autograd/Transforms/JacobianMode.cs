namespace DeepPuzzles.Autograd;

/// <summary>How a Jacobian is found.</summary>
public enum JacobianMode
{
    /// <summary>Whichever takes fewer walks over the graph; backward where it is the same.</summary>
    Cheaper,

    /// <summary>One walk forward for each number of x: a column each.</summary>
    Forward,

    /// <summary>One walk backward for each number of y: a row each.</summary>
    Reverse,
}
