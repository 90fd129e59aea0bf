// (w, state) ← op(w, state, g): work item i takes weight i and walks on in steps of all items. Weights and state have no gaps; the gradient may.

kernel void update(const walk walked, const coefficients n, const constants c, global const T *g, const int gFrom, global T *w, const int wFrom
#if STATES > 0
    , global T *first, const int firstFrom
#endif
#if STATES > 1
    , global T *second, const int secondFrom
#endif
)
{
    EACH(i, walked.count)
    {
        T weight = w[wFrom + i], a = 0, b = 0;
#if STATES > 0
        a = first[firstFrom + i];
#endif
#if STATES > 1
        b = second[secondFrom + i];
#endif
        op(&weight, &a, &b, g[gFrom + place(walked, 1, i)], n, c);
        w[wFrom + i] = weight;
#if STATES > 0
        first[firstFrom + i] = a;
#endif
#if STATES > 1
        second[secondFrom + i] = b;
#endif
    }
}
