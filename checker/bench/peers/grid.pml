/* A grid of dials, as graphs/grid.ts has it: spin -a -DDIALS=7 -DVALUES=10 grid.pml */
byte dial[DIALS];
#define TURN(d) :: dial[d] = (dial[d] + 1) % VALUES

active proctype hand()
{
  do
  TURN(0)
#if DIALS > 1
  TURN(1)
#endif
#if DIALS > 2
  TURN(2)
#endif
#if DIALS > 3
  TURN(3)
#endif
#if DIALS > 4
  TURN(4)
#endif
#if DIALS > 5
  TURN(5)
#endif
#if DIALS > 6
  TURN(6)
#endif
  od
}
