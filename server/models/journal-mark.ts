// Where the chain of the journal is held: `anchor` is the last entry that was purged (rank 0: none), `head` the last one written.
import { DataTypes, Model, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class JournalMark extends Model<InferAttributes<JournalMark>, InferCreationAttributes<JournalMark>> {
  declare name: 'anchor' | 'head';
  declare rank: number;
  declare seal: string;
  /** Made with the key of the data folder. */
  declare proof: string;

  static define(sequelize: Sequelize): void {
    JournalMark.init({
      name: { type: DataTypes.TEXT, primaryKey: true },
      rank: DataTypes.INTEGER,
      seal: DataTypes.TEXT,
      proof: DataTypes.TEXT,
    }, { sequelize, tableName: 'journal_marks', timestamps: false });
  }
}
